-- CreateTable
CREATE TABLE "segment_spell" (
    "id" BIGSERIAL NOT NULL,
    "segment" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),

    CONSTRAINT "segment_spell_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "segment_count" (
    "segment" TEXT NOT NULL,
    "condition" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "counted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "segment_count_pkey" PRIMARY KEY ("segment")
);

-- CreateIndex
CREATE INDEX "segment_spell_customer_id_idx" ON "segment_spell"("customer_id");

-- CreateIndex
CREATE INDEX "segment_spell_segment_entered_at_idx" ON "segment_spell"("segment", "entered_at");

-- One stay at a time: two refreshes of one customer at once agree by this.
CREATE UNIQUE INDEX segment_spell_open_key ON segment_spell (segment, customer_id) WHERE left_at IS NULL;
