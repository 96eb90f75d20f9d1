import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { useSpeech } from "./language.tsx";

/** A question over the screen. The browser keeps the focus inside, gives it back afterwards, and closes it on Escape. */
export function Dialog({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
	const { t } = useSpeech();
	const box = useRef<HTMLDialogElement>(null);
	const titleId = useId();
	useLayoutEffect(() => {
		const dialog = box.current;
		if (dialog && !dialog.open) {
			dialog.showModal();
			// The browser would begin with the cross; whoever opened a form by a key types on. React's own autoFocus comes too early here.
			dialog.querySelector<HTMLElement>("input, select, textarea")?.focus();
		}
		// Closed before it is gone, or the focus would be lost with it.
		return () => dialog?.close();
	}, []);
	return (
		<dialog
			ref={box}
			className="dialog"
			aria-labelledby={titleId}
			onCancel={(event) => {
				// A file picker's "cancel" bubbles up to here: that one closes only itself.
				if (event.target === event.currentTarget) close();
			}}
		>
			<header className="line">
				<h2 id={titleId}>{title}</h2>
				<button type="button" className="quiet" aria-label={t("closeDialog")} onClick={close}>
					✕
				</button>
			</header>
			{children}
		</dialog>
	);
}
