/** Behaviors that every page has: each is wired by its data attribute. */
import { wireThemeChoice } from "repwise/page/theme-choice.js";
import { wireMenus } from "repwise/page/menus.js";
import { wireConfirmation } from "repwise/page/confirmation.js";

wireThemeChoice(document);
wireMenus(document);
wireConfirmation(document);
