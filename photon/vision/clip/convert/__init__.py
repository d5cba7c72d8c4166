"""From a checkpoint to ONNX graphs: conversion, comparison of settings, installation."""
