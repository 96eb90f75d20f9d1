import { useSpeech } from "../language.tsx";
import type { Unsent, useUnsent } from "./use-unsent.ts";

/** Replies on their way, and those that did not get through: tried again, or put back into the composer. */
export function UnsentLines({
	unsent,
	restore,
}: {
	unsent: ReturnType<typeof useUnsent>;
	restore: (item: Unsent) => void;
}) {
	const { t, trouble } = useSpeech();
	return unsent.items.map((item) => (
		<article key={item.key} className={`message said by-operator unsent ${item.state}`}>
			{item.files.map(({ id, name }) => (
				<p key={id} className="file">
					{name}
				</p>
			))}
			<p className="words">{item.text}</p>
			<footer>
				<span>{t(item.state === "sending" ? "isSending" : "notSent")}</span>
			</footer>
			{item.state === "failed" && (
				<div className="failed" role="alert">
					<p>{item.error ? trouble(item.error) : t("leftUnsent")}</p>
					<p className="buttons">
						<button type="button" onClick={() => void unsent.post(plain(item))}>
							{t("again")}
						</button>
						<button type="button" onClick={() => restore(item)}>
							{t("backToComposer")}
						</button>
					</p>
				</div>
			)}
		</article>
	));
}

function plain({ state: _, error: __, ...item }: Unsent) {
	return item;
}
