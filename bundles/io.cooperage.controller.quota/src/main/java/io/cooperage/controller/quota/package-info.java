/**
 * Limits of users and groups on a CT's own file system ({@code quotaugidlimit}), and what of that
 * file system is in use.
 */
package io.cooperage.controller.quota;
