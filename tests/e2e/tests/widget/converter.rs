use e2e::feed;
use e2e::page::Page;
use e2e::server::Answer;
use e2e::stage::{Stage, play, play_everywhere};
use serde_json::{Value, json};

const TAB: char = '\u{E004}';

/// A tag with the demo's rates and a converter, in a language.
fn converter(stage: &Stage, lang: &str, path: &str) -> String {
    let rates = stage.data.url(path);
    format!(
        r#"<div style="width: 768px"><rate-ticker rates="{rates}" lang="{lang}" time-zone="UTC" currencies="USD EUR RUB TRY GBP" base="AZN" converter></rate-ticker></div>"#
    )
}

async fn english(stage: &Stage) {
    stage.show(converter(stage, "en", "/demo/rates.json")).await;
}

/// Types in place of what stands in a field.
async fn type_into(stage: &Stage, field: &str, text: &str) {
    stage.act(&format!(r#"const it = $("[data-field={field}]"); it.focus(); it.select();"#)).await;
    for key in text.chars() {
        stage.press(key).await;
    }
    let typed = format!(r#"$("[data-field={field}]").value === {}"#, json!(text));
    stage.wait_for("it is typed", &typed).await;
}

/// Waits until the fields, the sign between them and the line below read so.
async fn reads(stage: &Stage, first: &str, sign: &str, second: &str) {
    let expected = json!([first, sign, second]);
    let found =
        r#"[$("[data-field=first]").value, text($(".eq")), $("[data-field=second]").value]"#;
    let same = format!("JSON.stringify({found}) === JSON.stringify({expected})");
    stage.wait_for(&format!("{first} {sign} {second}"), &same).await;
}

async fn told(stage: &Stage, expected: &str) {
    let same = format!(r#"text($(".told")) === {}"#, json!(expected));
    stage.wait_for(expected, &same).await;
}

/// Chooses, as a reader does who has the list open.
async fn choose(stage: &Stage, field: &str, code: &str) {
    stage
        .act(&format!(
            r#"const it = $("[data-field={field}]");
            it.value = "{code}";
            for (const type of ["input", "change"]) it.dispatchEvent(new Event(type, {{ bubbles: true, composed: true }}));
            await frames();"#
        ))
        .await;
}

/// A page that notes what is copied, in the new way or the old one.
fn copying(stage: &Stage, clipboard: &str) -> Page {
    let note = format!(
        r#"<script nonce="test">
          window.__copied = [];
          Object.defineProperty(navigator, "clipboard", {{ configurable: true, value: {clipboard} }});
          document.execCommand = (command) => {{
            const field = document.querySelector("rate-ticker").shadowRoot.activeElement;
            const {{ selectionStart, selectionEnd, value }} = field ?? {{ value: "" }};
            __copied.push(`${{command}} ${{value.slice(selectionStart, selectionEnd)}}`);
            return true;
          }};
        </script>"#
    );
    Page::new(converter(stage, "en", "/demo/rates.json")).head(note)
}

#[test]
fn what_is_typed_into_one_field_comes_out_of_the_other_to_the_last_digit() {
    play_everywhere(async |stage| {
        english(stage).await;
        reads(stage, "1", "=", "1.7").await;
        told(stage, "1 USD = 1.7 AZN · 28 Nov 2025").await;
        type_into(stage, "first", "1234.5").await;
        reads(stage, "1234.5", "=", "2,098.65").await;
        type_into(stage, "first", "1,234.5").await;
        reads(stage, "1,234.5", "=", "2,098.65").await;
        told(stage, "1 USD = 1.7 AZN · 28 Nov 2025").await;
    });
}

#[test]
fn it_goes_the_other_way_too_and_says_where_it_rounds() {
    play(async |stage| {
        english(stage).await;
        type_into(stage, "second", "100").await;
        reads(stage, "58.8235", "≈", "100").await;
        type_into(stage, "second", "170").await;
        reads(stage, "100", "=", "170").await;
        type_into(stage, "second", "1000000").await;
        reads(stage, "588,235.29", "≈", "1000000").await;
    });
}

#[test]
fn amounts_are_read_and_written_as_the_language_does() {
    play_everywhere(async |stage| {
        stage.show(converter(stage, "az", "/demo/rates.json")).await;
        type_into(stage, "first", "1 234,5").await;
        reads(stage, "1 234,5", "=", "2.098,65").await;
        type_into(stage, "first", "1.234,5").await;
        reads(stage, "1.234,5", "=", "2.098,65").await;
        stage.show(converter(stage, "ru", "/demo/rates.json")).await;
        type_into(stage, "first", "1 234,5").await;
        let second = r#"$("[data-field=second]").value.replace(/\s/g, " ")"#;
        stage.wait_for("with spaces", &format!(r#"{second} === "2 098,65""#)).await;
    });
}

#[test]
fn another_currency_changes_what_comes_out() {
    play(async |stage| {
        english(stage).await;
        type_into(stage, "first", "10").await;
        reads(stage, "10", "=", "17").await;
        choose(stage, "to", "EUR").await;
        reads(stage, "10", "≈", "8.58586").await;
        told(stage, "1 USD ≈ 0.858586 EUR · 28 Nov 2025").await;
        choose(stage, "from", "RUB").await;
        choose(stage, "to", "AZN").await;
        reads(stage, "10", "=", "0.22094").await;
        let chosen = r#"["from", "to"].map((name) => $(`[data-field=${name}]`).value)"#;
        assert_eq!(stage.get::<Value>(chosen).await, json!(["RUB", "AZN"]));
        // What was typed into the second field stays, whatever is chosen.
        type_into(stage, "second", "10").await;
        choose(stage, "from", "AZN").await;
        reads(stage, "10", "=", "10").await;
        let all = r#"[...$("[data-field=from]").options].map((option) => option.value)"#;
        assert_eq!(
            stage.get::<Value>(all).await,
            json!(["AZN", "USD", "EUR", "RUB", "TRY", "GBP", "GEL", "KZT", "CHF", "JPY", "CNY"]),
            "all that the source has, also what is not shown"
        );
    });
}

#[test]
fn what_is_no_number_is_said_to_be_none() {
    play(async |stage| {
        english(stage).await;
        let marked = r#"["first", "second"].map((name) => $(`[data-field=${name}]`).getAttribute("aria-invalid"))"#;
        assert_eq!(stage.get::<Value>(marked).await, json!([null, null]));
        for text in ["12a", "1.2.3,4", "-", "1e5x"] {
            type_into(stage, "first", text).await;
            told(stage, "The amount must be a number, such as 1,234.5").await;
            assert_eq!(stage.get::<Value>(marked).await, json!(["true", null]), "{text}");
            assert_eq!(stage.get::<String>(r#"$("[data-field=second]").value"#).await, "");
        }
        assert_eq!(stage.get::<String>(r#"$(".told").getAttribute("role")"#).await, "status");
        type_into(stage, "first", "12").await;
        reads(stage, "12", "=", "20.4").await;
        assert_eq!(stage.get::<Value>(marked).await, json!([null, null]));
        told(stage, "1 USD = 1.7 AZN · 28 Nov 2025").await;
    });
}

#[test]
fn what_came_out_can_be_copied() {
    play_everywhere(async |stage| {
        let clipboard = "{ writeText: async (text) => { __copied.push(text); } }";
        stage.open(copying(stage, clipboard)).await;
        stage.wait_until_ready().await;
        let label = r#"$("[data-act=copy]").getAttribute("aria-label")"#;
        assert_eq!(stage.get::<String>(label).await, "Copy the result");
        type_into(stage, "first", "1234.5").await;
        reads(stage, "1234.5", "=", "2,098.65").await;
        stage.click(r#"$("[data-act=copy]")"#).await;
        stage.wait_for("it is copied", &format!(r#"{label} === "Copied""#)).await;
        assert_eq!(stage.get::<Value>("__copied").await, json!(["2,098.65"]));
        type_into(stage, "second", "100").await;
        assert_eq!(stage.get::<String>(label).await, "Copy the result", "another result");
        stage.click(r#"$("[data-act=copy]")"#).await;
        stage.wait_for("it is copied", &format!(r#"{label} === "Copied""#)).await;
        assert_eq!(stage.get::<Value>("__copied[1]").await, json!("58.8235"));
    });
}

#[test]
fn without_a_clipboard_it_is_copied_in_the_old_way() {
    play_everywhere(async |stage| {
        let refused = "{ writeText: () => Promise.reject(new Error('not allowed')) }";
        for clipboard in ["undefined", refused] {
            stage.open(copying(stage, clipboard)).await;
            stage.wait_until_ready().await;
            type_into(stage, "first", "1234.5").await;
            reads(stage, "1234.5", "=", "2,098.65").await;
            stage.click(r#"$("[data-act=copy]")"#).await;
            let label = r#"$("[data-act=copy]").getAttribute("aria-label")"#;
            stage.wait_for("it is copied", &format!(r#"{label} === "Copied""#)).await;
            assert_eq!(stage.get::<Value>("__copied").await, json!(["copy 2,098.65"]));
        }
    });
}

#[test]
fn what_could_not_be_copied_is_not_said_to_be() {
    play(async |stage| {
        stage.open(copying(stage, "undefined")).await;
        stage.wait_until_ready().await;
        stage
            .act("document.execCommand = () => { __copied.push('refused'); return false; };")
            .await;
        stage.click(r#"$("[data-act=copy]")"#).await;
        stage.wait_for("it was tried", "__copied.length === 1").await;
        stage.act("await frames();").await;
        let label: String = stage.get(r#"$("[data-act=copy]").getAttribute("aria-label")"#).await;
        assert_eq!(label, "Copy the result");
    });
}

#[test]
fn the_caret_stays_where_it_is_typed() {
    play_everywhere(async |stage| {
        english(stage).await;
        type_into(stage, "first", "1234").await;
        stage.act(r#"$("[data-field=first]").setSelectionRange(2, 2);"#).await;
        for (key, text, second) in [
            ('5', "12534", "21,307.8"),
            ('6', "125634", "213,577.8"),
            ('.', "1256.34", "2,135.778"),
        ] {
            stage.press(key).await;
            reads(stage, text, "=", second).await;
            stage.act("await frames();").await;
            let caret: usize = stage.get(r#"$("[data-field=first]").selectionStart"#).await;
            let after = text.find(key).expect("it is there") + 1;
            assert_eq!(caret, after, "{text}");
        }
    });
}

#[test]
fn the_keyboard_reaches_all_of_it_in_its_order() {
    play(async |stage| {
        english(stage).await;
        stage.act(r#"$("[data-field=first]").focus();"#).await;
        let mut reached = Vec::new();
        let at = r#"(it => it?.dataset.field ?? it?.dataset.act ?? null)(root.activeElement)"#;
        for _ in 0..5 {
            reached.push(stage.get::<Value>(at).await);
            stage.press(TAB).await;
        }
        assert_eq!(json!(reached), json!(["first", "from", "second", "to", "copy"]));
        let names: Value = stage
            .get(r#"["first", "from", "second", "to"].map((name) => $(`[data-field=${name}]`).getAttribute("aria-label"))"#)
            .await;
        assert_eq!(names, json!(["Amount, USD", "Currency", "Amount, AZN", "Currency"]));
    });
}

#[test]
fn new_rates_change_what_comes_out_and_not_what_was_typed() {
    play(async |stage| {
        stage
            .data
            .answer("/rates.json", Answer::json(feed::rates(&[("USD", "1.7"), ("EUR", "1.98")])));
        stage.show(converter(stage, "en", "/rates.json")).await;
        type_into(stage, "first", "1234.5").await;
        reads(stage, "1234.5", "=", "2,098.65").await;
        stage
            .act(
                r#"window.__field = $("[data-field=first]");
                __field.setSelectionRange(2, 3);"#,
            )
            .await;
        stage
            .data
            .answer("/rates.json", Answer::json(feed::rates(&[("USD", "1.8"), ("EUR", "1.98")])));
        stage.act("el.refresh();").await;
        reads(stage, "1234.5", "=", "2,222.1").await;
        told(stage, "1 USD = 1.8 AZN · 28 Nov 2025").await;
        let stays = "root.activeElement === __field && __field.selectionStart === 2 && __field.selectionEnd === 3";
        assert!(stage.get::<bool>(stays).await, "the field, the focus and what is selected stay");
        // A currency that goes away makes room for one that is there.
        choose(stage, "from", "EUR").await;
        stage.data.answer("/rates.json", Answer::json(feed::rates(&[("USD", "1.8")])));
        stage.act("el.refresh();").await;
        told(stage, "1 USD = 1.8 AZN · 28 Nov 2025").await;
    });
}
