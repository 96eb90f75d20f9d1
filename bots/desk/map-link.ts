/** Where a place lies on a map: a link that any telephone opens in the map it has. */
export function mapLink({ lat, lon }: { readonly lat: number; readonly lon: number }): string {
	return `https://maps.google.com/?q=${lat},${lon}`;
}
