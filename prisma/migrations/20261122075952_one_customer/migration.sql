-- AlterTable
ALTER TABLE "conversation" ADD COLUMN     "merged_into_id" UUID;

-- AlterTable
ALTER TABLE "identity" ADD COLUMN     "phone" TEXT,
ADD COLUMN     "tried_codes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "tried_since" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "link_token" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "sort" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "used_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "link_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_link" (
    "id" UUID NOT NULL,
    "kept_id" UUID NOT NULL,
    "absorbed_id" UUID NOT NULL,
    "proof" TEXT NOT NULL,
    "confidence" DOUBLE PRECISION NOT NULL,
    "actor" TEXT NOT NULL,
    "moved" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" TEXT,

    CONSTRAINT "customer_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "link_suggestion" (
    "id" UUID NOT NULL,
    "first_id" UUID NOT NULL,
    "second_id" UUID NOT NULL,
    "ground" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "settled_by" TEXT,
    "settled_at" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "link_suggestion_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "link_token_hash_key" ON "link_token"("hash");

-- CreateIndex
CREATE INDEX "link_token_customer_id_idx" ON "link_token"("customer_id");

-- CreateIndex
CREATE INDEX "customer_link_kept_id_idx" ON "customer_link"("kept_id");

-- CreateIndex
CREATE INDEX "customer_link_absorbed_id_idx" ON "customer_link"("absorbed_id");

-- CreateIndex
CREATE INDEX "link_suggestion_state_at_idx" ON "link_suggestion"("state", "at");

-- CreateIndex
CREATE UNIQUE INDEX "link_suggestion_first_id_second_id_key" ON "link_suggestion"("first_id", "second_id");

-- CreateIndex
CREATE INDEX "identity_phone_idx" ON "identity"("phone");
