-- CreateTable
CREATE TABLE "sending_worth" (
    "customer_id" UUID NOT NULL,
    "flow" TEXT NOT NULL,
    "p0" DOUBLE PRECISION NOT NULL,
    "lift" DOUBLE PRECISION NOT NULL,
    "margin" INTEGER NOT NULL,
    "incentive" INTEGER NOT NULL DEFAULT 0,
    "opt_out" DOUBLE PRECISION NOT NULL,
    "year" INTEGER NOT NULL,
    "after_reaction" DOUBLE PRECISION NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sending_worth_pkey" PRIMARY KEY ("customer_id","flow")
);

-- CreateTable
CREATE TABLE "channel_switch" (
    "id" BIGSERIAL NOT NULL,
    "channel" TEXT NOT NULL,
    "family" TEXT NOT NULL DEFAULT '',
    "state" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_switch_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "channel_switch_channel_family_id_idx" ON "channel_switch"("channel", "family", "id");
