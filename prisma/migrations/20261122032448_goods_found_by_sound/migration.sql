-- AlterTable
ALTER TABLE "feedback" ADD COLUMN     "key" TEXT;

-- AlterTable
ALTER TABLE "variant" ADD COLUMN     "old_price" INTEGER,
ADD COLUMN     "search" tsvector,
ADD COLUMN     "sounds" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "unit" TEXT NOT NULL DEFAULT 'шт.';

-- CreateTable
CREATE TABLE "ticket" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "customer_id" UUID NOT NULL,
    "order_id" UUID,
    "title" TEXT NOT NULL,
    "key" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "ticket_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ticket_number_key" ON "ticket"("number");

-- CreateIndex
CREATE UNIQUE INDEX "ticket_key_key" ON "ticket"("key");

-- CreateIndex
CREATE INDEX "ticket_customer_id_idx" ON "ticket"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "feedback_key_key" ON "feedback"("key");

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "shop_order"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What Prisma cannot say ------------------------------------------------------------------------------------------

-- The spelling of a word as it sounds, one Latin letter per sound: pairs that people confuse in writing (о/а, е/и/ы/й,
-- б/п, д/т …) become one letter, hard and soft signs vanish, Latin letters go the same way, so «малоко», «хлеп» and
-- `moloko` find what they mean. Plain ASCII comes out because pg_trgm ignores Cyrillic where LC_CTYPE is C.
CREATE FUNCTION sounds_like(written text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
	SELECT translate(
		translate(
			written,
			'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЭЮЯабвгдеёжзийклмнопрстуфхцчшщыэюяЬьЪъ',
			'apfktiiwsiiklmnaprstufhsjwwiiuaapfktiiwsiiklmnaprstufhsjwwiiua'
		),
		'ABCDEFGHIJKLMNOPQRSTUVWXYZbcdegovyz',
		'apktifkhijklmnapqrstufwxispktikafis'
	)
$$;

-- ё is written е as often as not. `unaccent` would also turn й into и, which the stemmer needs.
CREATE FUNCTION plain_words(written text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
	SELECT translate(written, 'Ёё', 'Ее')
$$;

-- What a variant is found by: A its names, B its article, tags and category, C the description.
CREATE FUNCTION words_of_variant(goods_id uuid, variant_title text, article text) RETURNS tsvector LANGUAGE sql STABLE AS $$
	SELECT setweight(to_tsvector('russian', plain_words(concat_ws(' ', p.title, variant_title))), 'A') ||
		setweight(to_tsvector('english', coalesce((SELECT string_agg(value, ' ') FROM jsonb_each_text(p.titles)), '')), 'A') ||
		setweight(to_tsvector('simple', article), 'B') ||
		setweight(to_tsvector('russian', plain_words(concat_ws(' ', array_to_string(p.tags, ' '), c.title))), 'B') ||
		setweight(to_tsvector('russian', plain_words(p.description)), 'C')
	FROM product p JOIN category c ON c.id = p.category_id
	WHERE p.id = goods_id
$$;

CREATE FUNCTION sounds_of_variant(goods_id uuid, variant_title text) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT sounds_like(concat_ws(' ', p.title, variant_title, array_to_string(p.tags, ' '),
		(SELECT string_agg(value, ' ') FROM jsonb_each_text(p.titles))))
	FROM product p
	WHERE p.id = goods_id
$$;

-- Both columns follow their three tables by triggers, so that no way of writing goods can forget them.
-- \x3b is a semicolon: the offline migration tool cuts a script at every one it sees, also inside a body.
CREATE FUNCTION describe_variant() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
	NEW.search := words_of_variant(NEW.product_id, NEW.title, NEW.sku)\x3b
	NEW.sounds := sounds_of_variant(NEW.product_id, NEW.title)\x3b
	RETURN NEW\x3b
END';

CREATE FUNCTION describe_variants_of_product() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
	UPDATE variant SET sounds = \'\' WHERE product_id = NEW.id\x3b
	RETURN NULL\x3b
END';

CREATE FUNCTION describe_variants_of_category() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
	UPDATE variant SET sounds = \'\' FROM product p WHERE p.id = product_id AND p.category_id = NEW.id\x3b
	RETURN NULL\x3b
END';

CREATE TRIGGER variant_described BEFORE INSERT OR UPDATE OF product_id, title, sku, sounds ON variant
	FOR EACH ROW EXECUTE FUNCTION describe_variant();
CREATE TRIGGER product_described AFTER UPDATE OF title, titles, description, tags, category_id ON product
	FOR EACH ROW EXECUTE FUNCTION describe_variants_of_product();
CREATE TRIGGER category_described AFTER UPDATE OF title ON category
	FOR EACH ROW EXECUTE FUNCTION describe_variants_of_category();

UPDATE variant SET sounds = '';

CREATE INDEX variant_search ON variant USING gin (search);
CREATE INDEX variant_sounds ON variant USING gist (sounds gist_trgm_ops);

-- Customers are looked for by a part of the name or of the phone.
CREATE INDEX customer_name_sounds ON customer
	USING gist (sounds_like(coalesce(first_name, '') || ' ' || coalesce(last_name, '')) gist_trgm_ops);
CREATE INDEX customer_phone_part ON customer USING gin (phone gin_trgm_ops);

ALTER SEQUENCE ticket_number_seq RESTART WITH 501;
