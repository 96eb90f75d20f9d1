import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type OrderDeskView, orderDesk } from "#admin/contract/order-editor.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Loaded } from "../states.tsx";
import { OrderForm } from "./order-form.tsx";

type Props = {
	readonly conversationId: string;
	/** The lease that the thread shows. */
	readonly lease?: number;
	/** An order to be changed; absent: a new one. */
	readonly orderId?: string;
	readonly onClose: () => void;
};

/** An order made, or changed, beside the thread: it begins with the customer's cart, or with what was ordered. */
export function OrderEditor({ conversationId, lease, orderId, onClose }: Props) {
	const { t } = useSpeech();
	const [changing, setChanging] = useState(orderId);
	const desk = useQuery({
		queryKey: ["order-desk", conversationId, changing ?? ""],
		queryFn: () =>
			get(`/api/conversations/${conversationId}/order-desk${changing ? `?order=${changing}` : ""}`, orderDesk),
		// What somebody is filling in is not taken from under their hands.
		staleTime: Number.POSITIVE_INFINITY,
		gcTime: 0,
	});
	return (
		<section className="order-editor" aria-label={t("orderEditor")}>
			<header className="line">
				<strong>
					{desk.data?.order ? `${t("orderEditorChange")} № ${desk.data.order.number}` : t("orderEditorNew")}
				</strong>
				<button type="button" className="quiet" onClick={onClose}>
					{t("close")}
				</button>
			</header>
			<Loaded query={desk}>
				{(loaded) => (
					<>
						{!changing && <Changeable desk={loaded} onPick={setChanging} />}
						<OrderForm
							key={loaded.order?.id ?? "new"}
							conversationId={conversationId}
							desk={loaded}
							onDone={onClose}
							onStale={() => void desk.refetch()}
							{...(lease !== undefined && { lease })}
						/>
					</>
				)}
			</Loaded>
		</section>
	);
}

/** Orders that nobody has packed yet: perhaps one of them is meant. */
function Changeable({ desk, onPick }: { desk: OrderDeskView; onPick: (id: string) => void }) {
	const { t, money } = useSpeech();
	if (desk.changeable.length === 0) return null;
	return (
		<p className="pills">
			{t("orderEditorOr")}
			{desk.changeable.map(({ id, number, total }) => (
				<button key={id} type="button" className="quiet" onClick={() => onPick(id)}>
					№ {number} · {money(total)}
				</button>
			))}
		</p>
	);
}
