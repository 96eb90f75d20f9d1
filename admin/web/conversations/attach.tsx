import { useMutation } from "@tanstack/react-query";
import { useId } from "react";
import { type Attachment, attachment } from "#admin/contract/conversations.ts";
import { sendFile } from "../api.ts";
import { Icon } from "../icon.tsx";
import { useSpeech } from "../language.tsx";

const MOST = 5;
const MAX_BYTES = 20 * 1024 * 1024;

/** Files that go with the reply: brought to the shop at once, so that sending waits for nothing. */
export function Attach({ files, change, disabled }: AttachParts) {
	const { t, trouble } = useSpeech();
	const fieldId = useId();
	const bringing = useMutation({
		mutationFn: async (chosen: readonly File[]) => {
			if (chosen.some(({ size }) => size > MAX_BYTES)) throw new Error(t("fileTooLarge"));
			return Promise.all(chosen.map((file) => sendFile("/api/attachments", file, attachment)));
		},
		onSuccess: (brought) => change([...files, ...brought].slice(0, MOST)),
	});
	return (
		<div className="attached">
			<label htmlFor={fieldId} className="button" aria-disabled={disabled}>
				<Icon name="clip" /> {bringing.isPending ? t("loading") : t("attach")}
			</label>
			<input
				id={fieldId}
				type="file"
				className="unseen"
				multiple
				disabled={disabled || bringing.isPending || files.length >= MOST}
				onChange={({ target }) => {
					bringing.mutate([...(target.files ?? [])]);
					target.value = "";
				}}
			/>
			{files.map(({ id, name }) => (
				<span key={id} className="pill">
					{name}{" "}
					<button
						type="button"
						className="link"
						aria-label={`${t("removeFile")}: ${name}`}
						onClick={() => change(files.filter((file) => file.id !== id))}
					>
						✕
					</button>
				</span>
			))}
			{bringing.error && <p role="alert">{trouble(bringing.error)}</p>}
		</div>
	);
}

type AttachParts = {
	readonly files: readonly Attachment[];
	readonly change: (files: readonly Attachment[]) => void;
	readonly disabled: boolean;
};
