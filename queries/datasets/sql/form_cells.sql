SELECT edition, tbl, measure, applicant, derived, bridged, ord
FROM snapshot.form_cell
