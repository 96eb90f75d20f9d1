-- AlterTable
ALTER TABLE "import" ADD COLUMN     "undo_at" TIMESTAMPTZ(3),
ADD COLUMN     "undone_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "imported_person" (
    "import_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "is_new" BOOLEAN NOT NULL,
    "wrote" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ended" TEXT,
    "kept" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "imported_person_pkey" PRIMARY KEY ("import_id","customer_id")
);

-- CreateIndex
CREATE INDEX "imported_person_customer_id_idx" ON "imported_person"("customer_id");

-- AddForeignKey
ALTER TABLE "imported_person" ADD CONSTRAINT "imported_person_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
