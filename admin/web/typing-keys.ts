import type { KeyboardEvent } from "react";

/** Enter sends, with Shift it begins a line; Escape leaves the field. */
export function sendOrLeave(event: KeyboardEvent, send: () => void): void {
	if (event.key === "Enter" && !event.shiftKey) {
		event.preventDefault();
		send();
	} else if (event.key === "Escape" && event.currentTarget instanceof HTMLElement) event.currentTarget.blur();
}
