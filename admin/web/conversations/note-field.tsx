import { type KeyboardEvent, type Ref, useState } from "react";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { useTeam } from "../presence/use-team.ts";
import { useMember } from "../session/behind-the-counter.tsx";
import { sendOrLeave } from "../typing-keys.ts";
import { useAct } from "./use-act.ts";
import { useKept } from "./use-kept.ts";

/** A line among staff; `@` and a few letters name a colleague, who is told once. */
export function NoteField({ ref, conversationId }: { ref: Ref<HTMLTextAreaElement>; conversationId: string }) {
	const { t } = useSpeech();
	const { session } = useMember();
	const team = useTeam();
	const [text, write] = useKept(`prilavok.note.${session.member.id}.${conversationId}`);
	const [at, setAt] = useState(0);
	const others = (team.data?.members ?? []).filter(({ id }) => id !== session.member.id);
	const begun = /(?:^|\s)@([^\s@]*)$/u.exec(text)?.[1]?.toLowerCase();
	const offered =
		begun === undefined ? [] : others.filter(({ name }) => name.toLowerCase().startsWith(begun)).slice(0, 6);
	const noting = useAct(conversationId, {
		act: () =>
			send("POST", `/api/conversations/${conversationId}/notes`, {
				text,
				mentions: others.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id),
			}),
		done: () => write(""),
	});

	function mention(name: string) {
		write(`${text.replace(/@[^\s@]*$/u, "")}@${name} `);
		setAt(0);
	}
	function mentionOrWrite() {
		const chosen = offered[at] ?? offered[0];
		if (chosen) mention(chosen.name);
		else if (text.trim() && !noting.isPending) noting.mutate();
	}
	function onKeyDown(event: KeyboardEvent) {
		if (event.nativeEvent.isComposing) return;
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (offered.length === 0 || step === undefined) return sendOrLeave(event, mentionOrWrite);
		event.preventDefault();
		setAt((at + step + offered.length) % offered.length);
	}

	return (
		<>
			<textarea
				ref={ref}
				rows={Math.min(8, Math.max(2, text.split("\n").length))}
				maxLength={4000}
				value={text}
				aria-label={t("noteLabel")}
				placeholder={t("notePlaceholder")}
				onChange={(event) => write(event.target.value)}
				onKeyDown={onKeyDown}
			/>
			{offered.length > 0 && (
				<ul className="plain mentioned" aria-label={t("colleagues")}>
					{offered.map(({ id, name, presence }, index) => (
						<li key={id}>
							<button type="button" aria-pressed={index === at} onClick={() => mention(name)}>
								<span className={`dot ${presence}`} /> @{name}
							</button>
						</li>
					))}
				</ul>
			)}
			<div className="buttons">
				<button
					type="button"
					className="main"
					disabled={!text.trim() || noting.isPending}
					onClick={() => noting.mutate()}
				>
					{t("writeNote")}
				</button>
			</div>
		</>
	);
}
