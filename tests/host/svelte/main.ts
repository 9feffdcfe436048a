import { mount } from "svelte";
import "news-widget";
import "../frame.js";
import App from "./App.svelte";

mount(App, { target: document.getElementById("app")! });
