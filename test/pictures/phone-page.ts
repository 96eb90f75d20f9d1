import type { Locator, Page } from "playwright-core";

/** One phone of the page `/try`, used as a person uses it. */
export type PagePhone = {
	readonly place: Locator;
	write(text: string): Promise<void>;
	/** Presses the newest button that begins so, once it is there. */
	press(label: string | RegExp): Promise<void>;
	/** Waits until this has been said. */
	sees(text: string | RegExp): Promise<void>;
	/** All that the screen shows of the chat. */
	reads(): Promise<string>;
};

/** The phone of that name. */
export function phoneOn(page: Page, name: string | RegExp): PagePhone {
	const place = page.getByRole("region", { name });
	const chat = place.getByRole("log");
	return {
		place,
		async write(text) {
			const field = place.getByLabel("Сообщение", { exact: true });
			await field.fill(text);
			await field.press("Enter");
		},
		press: (label) => place.getByRole("button", { name: label, exact: true }).last().click(),
		sees: (text) => chat.getByText(text).last().waitFor(),
		reads: () => chat.innerText(),
	};
}
