/**
 * Looks through a whole pool for what does not belong there and what is missing. What is listed is
 * asked about afterwards: whatever is being made was known before its first file was there.
 */
package io.cooperage.storage.ploop.survey;
