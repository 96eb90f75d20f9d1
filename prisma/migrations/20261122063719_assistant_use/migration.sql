-- CreateTable
CREATE TABLE "assistant_use" (
    "customer_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "asked" INTEGER NOT NULL,

    CONSTRAINT "assistant_use_pkey" PRIMARY KEY ("customer_id","day")
);
