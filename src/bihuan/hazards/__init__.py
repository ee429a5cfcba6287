"""隐患: from found to closed. Orders, evidence, re-inspection and urgent marks."""
