// What the benchmarks of PouchDB share.

export function option(name, otherwise) {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

// Twenty fields, as a contact has: the same as bench/contacts.py makes.
export function contact(i) {
  return {
    _id: `contact-${i}`, name: `Kontakt ${i} i Norrbotten AB`, is_customer: true, is_supplier: i % 3 === 0,
    organisation_number: `559${i % 1000}-${i}`, phone: `0980-${i}`, mobile: `070-${i}`, fax: `0980-9${i}`,
    email: `kontakt${i}@norrsken.example`, website: `https://kontakt${i}.example`,
    address_line_1: `Skeppsbrogatan ${i}`, address_line_2: `Hus ${i % 40}`, postal_code: `${10000 + (i % 80000)}`,
    city: 'Luleå', country: 'SE', delivery_address_line_1: `Lagervägen ${i}`, delivery_postal_code: '98132',
    delivery_city: 'Kiruna', vat_number: `SE559${i}01`, note: `Ring före leverans ${i}.`,
  };
}
