//! The next frame that the browser draws.

use wasm_bindgen::prelude::*;

/// A call before it. Dropped, it is not made.
#[must_use = "dropped, it is not made"]
pub struct Frame {
    number: i32,
    _closure: Closure<dyn FnMut()>,
}

impl Frame {
    /// `None` where there is no window.
    pub fn new(act: impl FnMut() + 'static) -> Option<Frame> {
        let closure = Closure::<dyn FnMut()>::new(act);
        let callback = closure.as_ref().unchecked_ref();
        let number = web_sys::window()?.request_animation_frame(callback).ok()?;
        Some(Frame { number, _closure: closure })
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            // Of one that has been made, nothing is left to end.
            let _ = window.cancel_animation_frame(self.number);
        }
    }
}
