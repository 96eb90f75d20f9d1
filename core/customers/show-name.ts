/** How a customer is called on a screen: the name, else the phone's end, else a dash. */
export function showName(
	customer: { firstName: string | null; lastName: string | null; phone: string | null } | null,
): string {
	if (!customer) return "—";
	const name = [customer.firstName, customer.lastName].filter(Boolean).join(" ");
	if (name) return name;
	return customer.phone ? `…${customer.phone.slice(-4)}` : "—";
}
