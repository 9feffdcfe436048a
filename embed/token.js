// What a page may set of the looks, by CSS properties of which each must be a value.

const TOKENS = {
  color: "accent text muted surface border up down",
  "border-radius": "radius",
  "font-family": "font heading-font",
  "text-indent": "space",
  "flex-grow": "tape-speed",
};

/** The tokens by name, as they are set around an element; what is no value is told to `complain`. */
export function tokens(element, complain) {
  const style = getComputedStyle(element);
  const found = new Map();
  for (const property in TOKENS) {
    for (const name of TOKENS[property].split(" ")) {
      const token = `--nw-${name}`;
      const value = style.getPropertyValue(token).trim();
      // A custom property may hold anything: an address would be asked for, a variable hides one.
      const usable = !/(url|var)\(/i.test(value) && CSS.supports(property, value);
      if (value && !usable) complain("config", `${token}: "${value}" is not usable, expected a value of ${property}`);
      found.set(token, usable || !value ? value : undefined);
    }
  }
  return found;
}
