/**
 * The one place where providers and controllers are reached. Each call leases a service for its own
 * length: a service that leaves gets no new lease and is waited for, vendors' calls are bounded in
 * time, and who fails again and again is put in quarantine.
 */
package io.cooperage.core.provider;
