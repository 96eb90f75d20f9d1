import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";

type Toast = { readonly text: string; readonly undo?: { readonly title: string; readonly run: () => void } };
const Context = createContext<(toast: Toast) => void>(() => {});

const SHOWN_MS = 8_000;

/** Round the inbox: says for a while what was done, and offers to take it back. */
export function Toasts({ children }: { children: ReactNode }) {
	const [toast, setToast] = useState<Toast | null>(null);
	const show = useCallback((next: Toast) => setToast(next), []);
	useEffect(() => {
		if (!toast) return;
		const timer = setTimeout(() => setToast(null), SHOWN_MS);
		return () => clearTimeout(timer);
	}, [toast]);
	return (
		<Context value={show}>
			{children}
			<div className="toast" role="status">
				{toast && (
					<p>
						{toast.text}{" "}
						{toast.undo && (
							<button
								type="button"
								onClick={() => {
									toast.undo?.run();
									setToast(null);
								}}
							>
								{toast.undo.title}
							</button>
						)}
					</p>
				)}
			</div>
		</Context>
	);
}

/** Says what was done. */
export function useToast(): (toast: Toast) => void {
	return useContext(Context);
}
