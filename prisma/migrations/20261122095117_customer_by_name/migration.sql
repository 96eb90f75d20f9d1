-- CreateIndex
CREATE INDEX "customer_last_name_first_name_idx" ON "customer"("last_name", "first_name");
