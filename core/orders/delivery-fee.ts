import { readShopFacts } from "#core/catalogue/shop-facts.ts";
import { inLanguage } from "#core/in-language.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { DeliveryKind } from "./order-states.ts";
import { type Destination, quoteDelivery } from "./quote-delivery.ts";

/** What bringing this order costs, minor units. Refuses a courier without an address, or to where nobody drives. */
export async function deliveryFee(
	shop: Shop,
	{ delivery, address, language }: { delivery: DeliveryKind; address?: Destination; language: string },
	goodsTotal: number,
): Promise<number> {
	if (delivery === "pickup") return 0;
	if (!address)
		throw new Refusal(
			"invalid",
			inLanguage(language, { ru: "Не указан адрес доставки.", en: "The address is missing." }),
		);
	const quote = quoteDelivery(await readShopFacts(shop), { destination: address, goodsTotal });
	if (quote.available) return quote.price;
	throw new Refusal(
		"unavailable",
		inLanguage(language, { ru: "По этому адресу мы не доставляем.", en: "We do not deliver to this address." }),
	);
}
