/** A resource controller as an outside vendor writes it. */
package com.example.vendor.controller;
