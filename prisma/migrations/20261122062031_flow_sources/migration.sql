-- CreateTable
CREATE TABLE "flow_source" (
    "path" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "flow" TEXT,
    "full" TEXT,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "flow_source_pkey" PRIMARY KEY ("path")
);
