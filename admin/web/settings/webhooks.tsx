import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import {
	type DeliveryRow,
	deliveries,
	type WebhookView,
	webhookEvents,
	webhookMade,
	webhookSecret,
	webhooks,
} from "#admin/contract/webhooks.ts";
import { get, send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { PressTwice } from "../press-twice.tsx";
import { ShownOnce } from "../shown-once.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import type { Word } from "../words.ts";
import { Choices } from "./choices.tsx";

const STATES: Record<WebhookView["state"], { word: Word; tone: "good" | "plain" | "bad" }> = {
	on: { word: "isOn", tone: "good" },
	off: { word: "isOff", tone: "plain" },
	failed: { word: "webhookFailed", tone: "bad" },
};

const KEY = ["webhooks"] as const;

/** Addresses outside that are told what happens. */
export function Webhooks() {
	const { t } = useSpeech();
	const found = useQuery({ queryKey: KEY, queryFn: () => get("/api/webhooks", webhooks), refetchInterval: 10_000 });
	return (
		<>
			<p className="faint">{t("webhooksAbout")}</p>
			<NewWebhook />
			<Loaded query={found}>
				{({ items }) =>
					items.length === 0 ? (
						<Empty>{t("noWebhooks")}</Empty>
					) : (
						items.map((item) => <OneWebhook key={item.id} item={item} />)
					)
				}
			</Loaded>
		</>
	);
}

function NewWebhook() {
	const { t } = useSpeech();
	const queries = useQueryClient();
	const making = useMutation({
		mutationFn: async (body: Body) => webhookMade.parse(await send("POST", "/api/webhooks", body)),
		onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
	});
	if (making.data)
		return <ShownOnce title={t("secretOnce")} text={making.data.secret} onClose={() => making.reset()} />;
	return (
		<details className="panel">
			<summary>{t("newWebhook")}</summary>
			<WebhookForm
				begun={{ url: "", events: ["order.created", "order.paid", "order.cancelled"] }}
				button={t("addWebhook")}
				busy={making.isPending}
				error={making.error}
				onSave={(body) => making.mutate(body)}
			/>
		</details>
	);
}

type Body = { readonly url: string; readonly events: readonly string[] };

function WebhookForm({
	begun,
	button,
	busy,
	error,
	onSave,
}: {
	begun: Body;
	button: string;
	busy: boolean;
	error: Error | null;
	onSave: (body: Body) => void;
}) {
	const { t, trouble } = useSpeech();
	const [url, setUrl] = useState(begun.url);
	const [events, setEvents] = useState(begun.events);
	function submit(event: FormEvent) {
		event.preventDefault();
		onSave({ url, events });
	}
	return (
		<form className="stacked" onSubmit={submit}>
			<label>
				{t("webhookUrl")}
				<input
					type="url"
					required
					maxLength={500}
					placeholder="https://"
					value={url}
					onChange={(event) => setUrl(event.target.value)}
				/>
			</label>
			<Choices legend={t("webhookEvents")} all={webhookEvents} chosen={events} choose={setEvents} />
			<button type="submit" className="main" disabled={busy || events.length === 0}>
				{button}
			</button>
			{error && <p role="alert">{trouble(error)}</p>}
		</form>
	);
}

type Act = { readonly method: "PUT" | "DELETE"; readonly path: string; readonly body?: object };

function OneWebhook({ item }: { item: WebhookView }) {
	const { t, when, trouble } = useSpeech();
	const queries = useQueryClient();
	const base = `/api/webhooks/${item.id}`;
	const acting = useMutation({
		mutationFn: ({ method, path, body }: Act) => send(method, path, body),
		onSettled: () =>
			Promise.all([queries.invalidateQueries({ queryKey: KEY }), queries.invalidateQueries({ queryKey: ["session"] })]),
	});
	const rotating = useMutation({
		mutationFn: async () => webhookSecret.parse(await send("POST", `${base}/secret`)),
		onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
	});
	const { word, tone } = STATES[item.state];
	return (
		<article className="panel webhook">
			<h2 className="line">
				<span className="words">{item.url}</span>
				<Pill tone={tone}>{t(word)}</Pill>
			</h2>
			<p className="pills">
				{item.events.map((event) => (
					<Pill key={event}>{event}</Pill>
				))}
			</p>
			<p className="faint">
				{t("waiting")} {item.waiting}
				{item.failingSince && ` · ${t("failingSince")} ${when(item.failingSince)}`}
				{item.oldSecretUntil && ` · ${t("bothSecrets")} ${when(item.oldSecretUntil)}`}
			</p>
			{rotating.data && (
				<ShownOnce title={t("secretOnce")} text={rotating.data.secret} onClose={() => rotating.reset()} />
			)}
			<div className="moves">
				{item.state === "on" ? (
					<PressTwice
						title={t("turnOff")}
						sure={t("webhookOffSure")}
						busy={acting.isPending}
						onSure={() => acting.mutate({ method: "PUT", path: `${base}/switch`, body: { state: "off" } })}
					/>
				) : (
					<button
						type="button"
						disabled={acting.isPending}
						onClick={() => acting.mutate({ method: "PUT", path: `${base}/switch`, body: { state: "on" } })}
					>
						{t("turnOn")}
					</button>
				)}
				<PressTwice
					title={t("rotateSecret")}
					sure={t("rotateSure")}
					busy={rotating.isPending}
					onSure={() => rotating.mutate()}
				/>
				<PressTwice
					title={t("removeWebhook")}
					sure={t("removeSure")}
					busy={acting.isPending}
					onSure={() => acting.mutate({ method: "DELETE", path: base })}
				/>
			</div>
			{(acting.error ?? rotating.error) && <p role="alert">{trouble(acting.error ?? rotating.error ?? new Error())}</p>}
			<details>
				<summary>{t("changeWebhook")}</summary>
				<WebhookForm
					begun={item}
					button={t("save")}
					busy={acting.isPending}
					error={null}
					onSave={(body) => acting.mutate({ method: "PUT", path: base, body })}
				/>
			</details>
			<DeliveryLog webhookId={item.id} />
		</article>
	);
}

/** Asked for only when somebody opens it. */
function DeliveryLog({ webhookId }: { webhookId: string }) {
	const { t } = useSpeech();
	const [isOpen, setOpen] = useState(false);
	return (
		<details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
			<summary>{t("deliveryLog")}</summary>
			{isOpen && <DeliveryRows webhookId={webhookId} />}
		</details>
	);
}

function DeliveryRows({ webhookId }: { webhookId: string }) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const queryKey = ["webhooks", webhookId, "deliveries"];
	const found = useQuery({
		queryKey,
		queryFn: () => get(`/api/webhooks/${webhookId}/deliveries`, deliveries),
		refetchInterval: 5_000,
	});
	const wishing = useMutation({
		mutationFn: ({ id, wish }: { id: string; wish: "again" | "skip" }) =>
			send("POST", `/api/webhooks/${webhookId}/deliveries/${id}`, { wish }),
		onSettled: () => queries.invalidateQueries({ queryKey }),
	});
	return (
		<Loaded query={found}>
			{({ items }) =>
				items.length === 0 ? (
					<Empty>{t("noDeliveries")}</Empty>
				) : (
					<ul className="plain ruled">
						{items.map((item) => (
							<Delivery
								key={item.id}
								item={item}
								busy={wishing.isPending}
								onWish={(wish) => wishing.mutate({ id: item.id, wish })}
							/>
						))}
						{wishing.isError && <li role="alert">{trouble(wishing.error)}</li>}
					</ul>
				)
			}
		</Loaded>
	);
}

const DELIVERY: Record<DeliveryRow["state"], { word: Word; tone: "good" | "plain" | "warn" }> = {
	delivered: { word: "deliveryTaken", tone: "good" },
	waiting: { word: "deliveryWaits", tone: "warn" },
	skipped: { word: "deliverySkipped", tone: "plain" },
};

function Delivery({
	item,
	busy,
	onWish,
}: {
	item: DeliveryRow;
	busy: boolean;
	onWish: (wish: "again" | "skip") => void;
}) {
	const { t, when } = useSpeech();
	const { word, tone } = DELIVERY[item.state];
	return (
		<li>
			<p className="line">
				<span>
					<strong>{item.event ?? "—"}</strong> <small>{item.entry}</small>
				</span>
				<Pill tone={tone}>{t(word)}</Pill>
			</p>
			<small className="words">
				{item.triedAt ? `${when(item.triedAt)} · ${item.status ?? "—"} · ${item.tookMs ?? 0} ms · ` : ""}
				{item.state === "waiting" && `${t("nextTry")} ${when(item.dueAt)} · `}
				{item.attempts} × {item.answer}
			</small>
			<div className="moves">
				<button type="button" className="quiet" disabled={busy} onClick={() => onWish("again")}>
					{item.state === "waiting" ? t("tryNow") : t("deliverAgain")}
				</button>
				{item.state === "waiting" && (
					<PressTwice title={t("skipDelivery")} sure={t("skipSure")} busy={busy} onSure={() => onWish("skip")} />
				)}
			</div>
		</li>
	);
}
