//! One element, made by one function.
//!
//! yew's `html!` writes every element out in full, some 400 bytes of wasm each, which is a fifth
//! of all we add to yew (figures in DESIGN.md). The tree is the same: keys of attributes are
//! static, so yew compares their values alone.

use std::rc::Rc;

use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, Attributes, Key, VList, VNode, VTag, VText};

/// An attribute's value; `None` leaves the attribute out.
pub type Value = Option<AttributeOrProperty>;

/// What may stand as a value.
pub trait IntoValue {
    /// The value.
    fn into_value(self) -> Value;
}

impl IntoValue for &'static str {
    fn into_value(self) -> Value {
        // Not `AttributeOrProperty::Static`: among dynamic ones yew leaves it out of strings.
        AttrValue::Static(self).into_value()
    }
}

impl IntoValue for AttrValue {
    fn into_value(self) -> Value {
        Some(AttributeOrProperty::Attribute(self))
    }
}

impl IntoValue for String {
    fn into_value(self) -> Value {
        AttrValue::from(self).into_value()
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        self.and_then(T::into_value)
    }
}

/// Makes an element; `el!` writes the call.
pub fn element(
    tag: &'static str,
    keys: &'static [&'static str],
    values: Box<[Value]>,
    children: Vec<Html>,
) -> Html {
    make(tag, Attributes::Dynamic { keys, values }, children)
}

/// Makes an element whose attributes never change; it takes no code to build them.
pub fn constant(
    tag: &'static str,
    attributes: &'static [(&'static str, AttributeOrProperty)],
    children: Vec<Html>,
) -> Html {
    make(tag, Attributes::Static(attributes), children)
}

fn make(tag: &'static str, attributes: Attributes, children: Vec<Html>) -> Html {
    let mut element = VTag::new(tag);
    element.set_attributes(attributes);
    element.add_children(children);
    element.into()
}

/// Gives an element a name among its neighbours: another name is another node on the page, and the
/// same name keeps its node wherever it moves. Neighbours must all have one, and none twice.
/// What is no element (a `list`, a `maybe`) can have none.
pub fn keyed(key: impl Into<Key>, html: Html) -> Html {
    match html {
        VNode::VTag(mut tag) => {
            Rc::make_mut(&mut tag).key = Some(key.into());
            VNode::VTag(tag)
        }
        other => other,
    }
}

/// An input with what stands in it, which is another thing than its attribute once the reader has typed.
pub fn valued(html: Html, value: String) -> Html {
    match html {
        VNode::VTag(mut tag) => {
            Rc::make_mut(&mut tag).set_value(AttrValue::from(value));
            VNode::VTag(tag)
        }
        other => other,
    }
}

/// Text, escaped by being text.
pub fn text(text: impl Into<AttrValue>) -> Html {
    VText::new(text).into()
}

/// Elements side by side.
pub fn list(children: impl Iterator<Item = Html>) -> Html {
    VList::with_children(children.collect(), None).into()
}

/// Something or nothing, in one place.
pub fn maybe(html: Option<Html>) -> Html {
    list(html.into_iter())
}

/// `el!("li", {"class": "rate"}, [child, child])`, or `el!("li", {"class": class}, ..children)`
macro_rules! el {
    ($tag:expr, { $($key:literal: $value:literal),* $(,)? }, [ $($child:expr),* $(,)? ]) => {
        $crate::view::element::constant(
            $tag,
            &[$(($key, yew::virtual_dom::AttributeOrProperty::Static($value))),*],
            vec![$($child),*],
        )
    };
    ($tag:expr, { $($key:literal: $value:expr),* $(,)? }, [ $($child:expr),* $(,)? ]) => {
        $crate::view::element::element(
            $tag,
            &[$($key),*],
            Box::new([$($crate::view::element::IntoValue::into_value($value)),*]),
            vec![$($child),*],
        )
    };
    ($tag:expr, { $($key:literal: $value:expr),* $(,)? }, ..$children:expr) => {
        $crate::view::element::element(
            $tag,
            &[$($key),*],
            Box::new([$($crate::view::element::IntoValue::into_value($value)),*]),
            $children,
        )
    };
}
pub(super) use el;
