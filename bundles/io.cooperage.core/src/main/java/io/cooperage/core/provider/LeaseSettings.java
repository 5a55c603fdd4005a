package io.cooperage.core.provider;

import java.time.Duration;

/**
 * How patient the engine is with services.
 *
 * @param grace what running calls get when their service leaves
 * @param limit what one call of a vendor's controller may take
 * @param patience what one ordinary call of a provider may take
 * @param work what a call of a slow family may take, or be silent if it reports progress
 * @param strikes failures in a row before quarantine
 */
record LeaseSettings(
    Duration grace, Duration limit, Duration patience, Duration work, int strikes) {}
