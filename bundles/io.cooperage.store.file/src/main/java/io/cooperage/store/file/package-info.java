/**
 * Keeps records of CTs and journals of jobs as JSON files: definitions and durable journals beside
 * the CT's disk in the pool, the rest in the run folder. Files are replaced whole and read
 * strictly.
 */
package io.cooperage.store.file;
