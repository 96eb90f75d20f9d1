import type { ReactNode } from "react";
import { Dialog } from "../dialog.tsx";
import { useSpeech } from "../language.tsx";

type ActFormParts = {
	readonly title: string;
	readonly close: () => void;
	/** What the button says. */
	readonly does: string;
	readonly isReady?: boolean;
	readonly danger?: boolean;
	readonly acting: { readonly isPending: boolean; readonly error: Error | null; mutate(): void };
	readonly children?: ReactNode;
};

/** A dialog that does one thing: what it needs to know, why it was refused, the button. */
export function ActForm({ title, close, does, isReady = true, danger = false, acting, children }: ActFormParts) {
	const { t, trouble } = useSpeech();
	return (
		<Dialog title={title} close={close}>
			<form
				onSubmit={(event) => {
					event.preventDefault();
					if (isReady && !acting.isPending) acting.mutate();
				}}
			>
				{children}
				{acting.error && <p role="alert">{trouble(acting.error)}</p>}
				<div className="buttons">
					<button type="button" onClick={close}>
						{t("stop")}
					</button>
					<button type="submit" className={danger ? "danger" : "main"} disabled={!isReady || acting.isPending}>
						{does}
					</button>
				</div>
			</form>
		</Dialog>
	);
}
