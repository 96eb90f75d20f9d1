import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import type { CustomerCardView } from "#admin/contract/customers.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { PasswordField } from "../session/door-fields.tsx";
import type { Word } from "../words.ts";

/** What a person may ask of the shop: all that it keeps of them, or to be forgotten. Both take the password once more. */
export function PersonRights({ customer }: { customer: CustomerCardView }) {
	const { t } = useSpeech();
	const queries = useQueryClient();
	const [, go] = useLocation();
	const [wish, setWish] = useState<"export" | "erase" | null>(null);
	const path = `/api/customers/${customer.id}`;
	if (wish === "export")
		return (
			<Confirmed
				words={{ about: "rightsExportAbout", sure: "rightsDownload", done: "rightsDone" }}
				act={async (password) => keepFile(await send("POST", `${path}/export`, { password }), customer.id)}
				leave={() => setWish(null)}
			/>
		);
	if (wish === "erase")
		return (
			<Confirmed
				words={{ about: "rightsEraseAbout", sure: "rightsEraseSure" }}
				danger
				act={async (password) => {
					await send("POST", `${path}/erase`, { password });
					queries.removeQueries({ queryKey: ["card", customer.id] });
					go("/customers");
					await queries.invalidateQueries();
				}}
				leave={() => setWish(null)}
			/>
		);
	return (
		<div className="moves">
			<button type="button" onClick={() => setWish("export")}>
				{t("rightsExport")}
			</button>
			<button type="button" className="danger" onClick={() => setWish("erase")}>
				{t("rightsErase")}
			</button>
		</div>
	);
}

function Confirmed({
	words,
	danger = false,
	act,
	leave,
}: {
	words: { about: Word; sure: Word; done?: Word };
	danger?: boolean;
	act: (password: string) => Promise<void>;
	leave: () => void;
}) {
	const { t, trouble } = useSpeech();
	const [password, setPassword] = useState("");
	const acting = useMutation({ mutationFn: () => act(password), onSuccess: () => setPassword("") });
	function submit(event: FormEvent) {
		event.preventDefault();
		acting.mutate();
	}
	return (
		<form className="asks" onSubmit={submit}>
			<p>{t(words.about)}</p>
			<PasswordField label={t("rightsPassword")} value={password} write={setPassword} />
			{acting.isError && <p role="alert">{trouble(acting.error)}</p>}
			{acting.isSuccess && words.done && <output>{t(words.done)}</output>}
			<div className="moves">
				<button type="submit" className={danger ? "danger" : "main"} disabled={acting.isPending || password === ""}>
					{t(words.sure)}
				</button>
				<button type="button" className="quiet" onClick={leave}>
					{t("stop")}
				</button>
			</div>
		</form>
	);
}

/** The browser keeps it where downloads go. */
function keepFile(content: unknown, customerId: string): void {
	const file = new Blob([JSON.stringify(content, null, "\t")], { type: "application/json" });
	const address = URL.createObjectURL(file);
	const link = document.createElement("a");
	link.href = address;
	link.download = `customer-${customerId}.json`;
	link.click();
	URL.revokeObjectURL(address);
}
