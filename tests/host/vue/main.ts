import { createApp } from "vue";
import "news-widget";
import "../frame.js";
import App from "./App.vue";

createApp(App).mount("#app");
