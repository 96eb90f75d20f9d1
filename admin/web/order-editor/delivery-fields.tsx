import { useId } from "react";
import type { OrderDeskView } from "#admin/contract/order-editor.ts";
import { useSpeech } from "../language.tsx";
import { PickOne } from "../pick-one.tsx";

/** How an order gets to the customer, as it is being typed. */
export type EditedDelivery = {
	readonly delivery: OrderDeskView["delivery"];
	readonly address: string;
	readonly slotId: string;
	readonly warehouseId: string;
};

type FieldsParts = {
	readonly desk: OrderDeskView;
	readonly edited: EditedDelivery;
	readonly onEdit: (change: Partial<EditedDelivery>) => void;
};

/** Fetched or brought, where and when. */
export function DeliveryFields({ desk, edited, onEdit }: FieldsParts) {
	const { t } = useSpeech();
	const known = useId();
	return (
		<fieldset className="delivery">
			<legend>{t("delivery")}</legend>
			{(["pickup", "courier"] as const).map((kind) => (
				<label key={kind}>
					<input
						type="radio"
						name={`${known}-delivery`}
						checked={edited.delivery === kind}
						onChange={() => onEdit({ delivery: kind, slotId: "" })}
					/>
					{t(kind)}
				</label>
			))}
			{edited.delivery === "courier" ? (
				<label>
					{t("orderAddress")}
					<input
						list={known}
						maxLength={500}
						required
						value={edited.address}
						onChange={(event) => onEdit({ address: event.target.value })}
					/>
					<datalist id={known}>
						{desk.customer.addresses.map((one) => (
							<option key={one} value={one} />
						))}
					</datalist>
				</label>
			) : (
				<PickOne
					label={t("orderPickup")}
					none={t("orderAnyPlace")}
					value={edited.warehouseId}
					options={desk.pickupPoints.map(({ id, title, address }) => ({ id, title: `${title}, ${address}` }))}
					onPick={(warehouseId) => onEdit({ warehouseId })}
				/>
			)}
			<PickOne
				label={t("orderSlot")}
				none={t("orderNoSlot")}
				value={edited.slotId}
				options={desk.slots[edited.delivery]}
				onPick={(slotId) => onEdit({ slotId })}
			/>
		</fieldset>
	);
}
