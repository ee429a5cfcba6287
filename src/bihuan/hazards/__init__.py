"""隐患: from found to closed. Orders, evidence, re-inspection, urgent marks and recorded decisions."""
