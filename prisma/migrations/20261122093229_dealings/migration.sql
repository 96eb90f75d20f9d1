-- CreateEnum
CREATE TYPE "outcome_result" AS ENUM ('won', 'lost');

-- AlterTable
ALTER TABLE "lead_time" ADD COLUMN     "told_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "variant" ADD COLUMN     "priced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "unmet_demand" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "conversation_id" UUID,
    "variant_id" UUID,
    "size" TEXT NOT NULL DEFAULT '',
    "warehouse_id" TEXT,
    "words" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL,
    "times" INTEGER NOT NULL DEFAULT 1,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "order_id" UUID,
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "unmet_demand_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outcome" (
    "id" BIGSERIAL NOT NULL,
    "matter" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "conversation_id" UUID,
    "order_id" UUID,
    "result" "outcome_result" NOT NULL,
    "reason" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "note" TEXT,
    "actor" TEXT NOT NULL,
    "standing" BOOLEAN NOT NULL DEFAULT true,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outcome_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "counter_visit" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_at" TIMESTAMPTZ(3),
    "opened_by" TEXT,
    "order_id" UUID,

    CONSTRAINT "counter_visit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "unmet_demand_customer_id_idx" ON "unmet_demand"("customer_id");

-- CreateIndex
CREATE INDEX "unmet_demand_at_idx" ON "unmet_demand"("at");

-- CreateIndex
CREATE INDEX "unmet_demand_variant_id_idx" ON "unmet_demand"("variant_id");

-- CreateIndex
CREATE INDEX "outcome_matter_idx" ON "outcome"("matter");

-- CreateIndex
CREATE INDEX "outcome_customer_id_idx" ON "outcome"("customer_id");

-- CreateIndex
CREATE INDEX "outcome_at_idx" ON "outcome"("at");

-- CreateIndex
CREATE INDEX "counter_visit_customer_id_idx" ON "counter_visit"("customer_id");

-- AddForeignKey
ALTER TABLE "unmet_demand" ADD CONSTRAINT "unmet_demand_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "unmet_demand" ADD CONSTRAINT "unmet_demand_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variant"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "counter_visit" ADD CONSTRAINT "counter_visit_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One word a matter stands.
CREATE UNIQUE INDEX outcome_standing_key ON outcome (matter) WHERE standing;

-- A code that nobody has used yet is one person's.
CREATE UNIQUE INDEX counter_visit_code_key ON counter_visit (code) WHERE opened_at IS NULL;
