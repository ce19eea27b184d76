import DefaultTheme from "vitepress/theme";
import "unnoise/elements";

export default DefaultTheme;
