-- A variant as it is shown and sold: named by its product, priced, and with what can be sold over all open warehouses.
CREATE FUNCTION name_of_goods(title text, titles jsonb, variant_title text, language text)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT concat_ws(', ', coalesce(titles ->> language, title), nullif(variant_title, ''))
$$;

CREATE VIEW goods AS
SELECT v.id, v.product_id, v.sku, p.title, p.titles, v.title AS variant_title, p.description, v.price, v.old_price,
	v.currency, v.unit, p.photo, p.category_id, p.tags, v.search, v.sounds, p.created_at,
	v.active AND p.active AND c.active AS active,
	c.position AS category_position, p.position AS product_position, v.position AS variant_position,
	(
		SELECT coalesce(sum(s.on_hand - s.reserved), 0)::int
		FROM stock s JOIN warehouse w ON w.id = s.warehouse_id AND w.active
		WHERE s.variant_id = v.id
	) AS stock
FROM variant v JOIN product p ON p.id = v.product_id JOIN category c ON c.id = p.category_id;
