<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Catalogue</name>
    <message>
        <source>another Touchstone (process %1)</source>
        <translation>einem anderen Touchstone (Prozess %1)</translation>
    </message>
    <message>
        <source>another Touchstone</source>
        <translation>einem anderen Touchstone</translation>
    </message>
    <message>
        <source>is in use by %1: the library is shown as it is, and marks and scores of this window are not kept (close the other one and start this one again)</source>
        <translation>wird von %1 benutzt: Die Bibliothek wird gezeigt, wie sie ist; Markierungen und Werte dieses Fensters werden nicht aufbewahrt (das andere schließen und dieses neu starten)</translation>
    </message>
    <message>
        <source>cannot be written: the library is shown as it is, and new marks and scores are not kept (make the folder writable, or choose another one with TOUCHSTONE_LIBRARY)</source>
        <translation>kann nicht geschrieben werden: Die Bibliothek wird gezeigt, wie sie ist; neue Markierungen und Werte werden nicht aufbewahrt (den Ordner beschreibbar machen oder mit TOUCHSTONE_LIBRARY einen anderen wählen)</translation>
    </message>
    <message>
        <source>was made by a newer Touchstone: it is only read (install that version to change it)</source>
        <translation>stammt von einem neueren Touchstone: Es wird nur gelesen (zum Ändern jene Version installieren)</translation>
    </message>
    <message>
        <source>catalogue.db was gone, and the library was restored from this backup of %1 (to begin anew, remove the folder &quot;backup&quot;, too)</source>
        <translation>catalogue.db war verschwunden; die Bibliothek wurde aus dieser Sicherung vom %1 wiederhergestellt (um neu anzufangen, auch den Ordner „backup“ entfernen)</translation>
    </message>
    <message>
        <source>was damaged, and no sound backup was found: the library begins anew (the damaged file is kept as %1; open your folders again)</source>
        <translation>war beschädigt, und es gab keine heile Sicherung: Die Bibliothek fängt neu an (die beschädigte Datei ist als %1 aufbewahrt; bitte die Ordner noch einmal öffnen)</translation>
    </message>
    <message>
        <source>was damaged and was restored from the backup of %1: what was done since then may be missing (the damaged file is kept as %2)</source>
        <translation>war beschädigt und wurde aus der Sicherung vom %1 wiederhergestellt: Was seitdem geschah, kann fehlen (die beschädigte Datei ist als %2 aufbewahrt)</translation>
    </message>
    <message numerus="yes">
        <source>%n mark(s) could still be read from it and are kept</source>
        <translation>
            <numerusform>%n Markierung war noch lesbar und bleibt erhalten</numerusform>
            <numerusform>%n Markierungen waren noch lesbar und bleiben erhalten</numerusform>
        </translation>
    </message>
    <message>
        <source>is on a network file system: the library works, but slower, and only one computer may have it open (choose a folder on this computer&apos;s own disk with TOUCHSTONE_LIBRARY)</source>
        <translation>liegt auf einem Netzlaufwerk: Die Bibliothek arbeitet, aber langsamer, und nur ein Rechner darf sie geöffnet haben (mit TOUCHSTONE_LIBRARY einen Ordner auf diesem Rechner wählen)</translation>
    </message>
    <message>
        <source>is on a file system without shared memory: the library works, but slower (choose a folder on another disk with TOUCHSTONE_LIBRARY)</source>
        <translation>liegt auf einem Dateisystem ohne gemeinsamen Speicher: Die Bibliothek arbeitet, aber langsamer (mit TOUCHSTONE_LIBRARY einen Ordner auf einem anderen Laufwerk wählen)</translation>
    </message>
    <message>
        <source>is of an older version and could not be brought up to date: %1. It is unchanged, and only read (free some space on the disk and start again)</source>
        <translation>ist von einer älteren Version und konnte nicht auf den neuen Stand gebracht werden: %1. Es ist unverändert und wird nur gelesen (Platz auf dem Laufwerk schaffen und neu starten)</translation>
    </message>
    <message>
        <source>cannot be used for the library: %1. Everything works, but nothing is kept when the program ends (choose another folder with TOUCHSTONE_LIBRARY)</source>
        <translation>kann für die Bibliothek nicht benutzt werden: %1. Alles geht, aber nichts bleibt erhalten, wenn das Programm endet (mit TOUCHSTONE_LIBRARY einen anderen Ordner wählen)</translation>
    </message>
    <message>
        <source>cannot be read: %1. The library is shown empty, and nothing is changed (check the file&apos;s permissions)</source>
        <translation>kann nicht gelesen werden: %1. Die Bibliothek wird leer gezeigt, und nichts wird geändert (die Rechte der Datei prüfen)</translation>
    </message>
</context>
<context>
    <name>CellBadges</name>
    <message>
        <source>Burst</source>
        <translation>Serie</translation>
    </message>
    <message>
        <source>Near-duplicates</source>
        <translation>Fast gleiche</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>Kopien</translation>
    </message>
    <message>
        <source>Exposure bracket</source>
        <translation>Belichtungsreihe</translation>
    </message>
    <message>
        <source>Panorama</source>
        <translation>Panorama</translation>
    </message>
    <message>
        <source>Time-lapse</source>
        <translation>Zeitraffer</translation>
    </message>
    <message>
        <source>pick?</source>
        <comment>proposed mark, short</comment>
        <translation>auswählen?</translation>
    </message>
    <message>
        <source>reject?</source>
        <comment>proposed mark, short</comment>
        <translation>ablehnen?</translation>
    </message>
</context>
<context>
    <name>ChangeMarks</name>
    <message>
        <source>No stars</source>
        <translation>Keine Sterne</translation>
    </message>
    <message numerus="yes">
        <source>%Ln stars</source>
        <translation>
            <numerusform>%Ln Stern</numerusform>
            <numerusform>%Ln Sterne</numerusform>
        </translation>
    </message>
    <message>
        <source>Label: %1</source>
        <translation>Farbe: %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 for %Ln photos</source>
        <extracomment>%1 what was done, %n number of photos</extracomment>
        <translation>
            <numerusform>%1 für %Ln Foto</numerusform>
            <numerusform>%1 für %Ln Fotos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Marks taken over for %Ln photos</source>
        <translation>
            <numerusform>Marken für %Ln Foto übernommen</numerusform>
            <numerusform>Marken für %Ln Fotos übernommen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Collections</name>
    <message>
        <source>Best</source>
        <translation>Die besten</translation>
    </message>
    <message>
        <source>Needs a look</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Models disagree</source>
        <translation>Modelle uneins</translation>
    </message>
    <message>
        <source>Bursts</source>
        <translation>Serien</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
</context>
<context>
    <name>CullingCommands</name>
    <message numerus="yes">
        <source>%Ln proposals declined</source>
        <translation>
            <numerusform>%Ln Vorschlag abgelehnt</numerusform>
            <numerusform>%Ln Vorschläge abgelehnt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Disagreement</name>
    <message>
        <source>%1 and %2 disagree</source>
        <extracomment>a column to rank photos by; %1 and %2 are names of models</extracomment>
        <translation>%1 und %2 uneins</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>%1 × %2 pixels</source>
        <translation>%1 × %2 Pixel</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>%1 (%2 megapixels)</source>
        <translation>%1 (%2 Megapixel)</translation>
    </message>
    <message>
        <source>Upright, as the models see it.</source>
        <translation>Aufrecht, wie die Modelle es sehen.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Modified</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Scored at</source>
        <translation>Bewertet bei</translation>
    </message>
    <message>
        <source>%1, reduced from the photo</source>
        <translation>%1, aus dem Foto verkleinert</translation>
    </message>
    <message>
        <source>The largest of the sizes at which the model saw the photo.</source>
        <translation>Die größte der Größen, in denen das Modell das Foto sah.</translation>
    </message>
    <message>
        <source>Long side limit</source>
        <translation>Grenze der langen Seite</translation>
    </message>
    <message>
        <source>%1 pixels</source>
        <translation>%1 Pixel</translation>
    </message>
    <message>
        <source>Photos with a longer side are averaged down to it for the native scale.</source>
        <translation>Fotos mit längerer Seite werden für die Originalgröße durch Mittelung darauf verkleinert.</translation>
    </message>
    <message>
        <source>Computed</source>
        <translation>Berechnet</translation>
    </message>
    <message>
        <source>on %1, %2 precision%3</source>
        <translation>auf %1, Genauigkeit „%2“%3</translation>
    </message>
    <message>
        <source>, in an earlier run</source>
        <translation>, in einem früheren Lauf</translation>
    </message>
    <message>
        <source>Model file</source>
        <translation>Modelldatei</translation>
    </message>
    <message>
        <source>SHA-256 %1…</source>
        <translation>SHA-256 %1…</translation>
    </message>
    <message>
        <source>%1 levels</source>
        <translation>%1 Stufen</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Schärfe</translation>
    </message>
    <message>
        <source>%1; sharpest parts %2</source>
        <translation>%1; schärfste Teile %2</translation>
    </message>
    <message>
        <source>Brightness steps per pixel, less what noise adds. Compare photos of one scene only.</source>
        <translation>Helligkeitsstufen je Pixel, ohne den Anteil des Rauschens. Nur Fotos desselben Motivs vergleichen.</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>Standard deviation in the flattest parts, of 255 brightness levels.</source>
        <translation>Standardabweichung in den glattesten Teilen, von 255 Helligkeitsstufen.</translation>
    </message>
    <message>
        <source>Clipped</source>
        <translation>Ohne Zeichnung</translation>
    </message>
    <message>
        <source>shadows %1 %, highlights %2 %</source>
        <translation>Schatten %1 %, Lichter %2 %</translation>
    </message>
    <message>
        <source>Part of the photo that is black or white without detail.</source>
        <translation>Teil des Fotos, der schwarz oder weiß ohne Zeichnung ist.</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>mean %1, contrast %2</source>
        <translation>Mittel %1, Kontrast %2</translation>
    </message>
    <message>
        <source>Mean and standard deviation, of 255 levels.</source>
        <translation>Mittel und Standardabweichung, von 255 Stufen.</translation>
    </message>
    <message>
        <source>JPEG blocks</source>
        <translation>JPEG-Blöcke</translation>
    </message>
    <message>
        <source>Height of the steps that strong compression leaves at the borders of its blocks.</source>
        <translation>Höhe der Stufen, die starke Kompression an den Grenzen ihrer Blöcke hinterlässt.</translation>
    </message>
</context>
<context>
    <name>Fault</name>
    <message>
        <source>Gaussian blur</source>
        <translation>Gaußsche Unschärfe</translation>
    </message>
    <message>
        <source>lens blur</source>
        <translation>Unschärfe des Objektivs</translation>
    </message>
    <message>
        <source>motion blur</source>
        <translation>Bewegungsunschärfe</translation>
    </message>
    <message>
        <source>colours that ran</source>
        <translation>verlaufene Farben</translation>
    </message>
    <message>
        <source>shifted colours</source>
        <translation>verschobene Farben</translation>
    </message>
    <message>
        <source>too few colours</source>
        <translation>zu wenige Farben</translation>
    </message>
    <message>
        <source>faded colours</source>
        <translation>verblasste Farben</translation>
    </message>
    <message>
        <source>oversaturated colours</source>
        <translation>übersättigte Farben</translation>
    </message>
    <message>
        <source>JPEG 2000 compression</source>
        <translation>JPEG-2000-Kompression</translation>
    </message>
    <message>
        <source>JPEG compression</source>
        <translation>JPEG-Kompression</translation>
    </message>
    <message>
        <source>white noise</source>
        <translation>weißes Rauschen</translation>
    </message>
    <message>
        <source>colour noise</source>
        <translation>Farbrauschen</translation>
    </message>
    <message>
        <source>salt-and-pepper noise</source>
        <translation>Salz-und-Pfeffer-Rauschen</translation>
    </message>
    <message>
        <source>speckle noise</source>
        <translation>Speckle-Rauschen</translation>
    </message>
    <message>
        <source>traces of denoising</source>
        <translation>Spuren von Entrauschen</translation>
    </message>
    <message>
        <source>brightening</source>
        <translation>Aufhellung</translation>
    </message>
    <message>
        <source>darkening</source>
        <translation>Abdunklung</translation>
    </message>
    <message>
        <source>shifted brightness</source>
        <translation>verschobene Helligkeit</translation>
    </message>
    <message>
        <source>jittered pixels</source>
        <translation>verrückte Pixel</translation>
    </message>
    <message>
        <source>displaced patches</source>
        <translation>versetzte Bildstücke</translation>
    </message>
    <message>
        <source>pixelation</source>
        <translation>Verpixelung</translation>
    </message>
    <message>
        <source>too few brightness levels</source>
        <translation>zu wenige Helligkeitsstufen</translation>
    </message>
    <message>
        <source>blocks of colour</source>
        <translation>Farbblöcke</translation>
    </message>
    <message>
        <source>oversharpening</source>
        <translation>Überschärfung</translation>
    </message>
    <message>
        <source>changed contrast</source>
        <translation>veränderter Kontrast</translation>
    </message>
    <message>
        <source>enlarging</source>
        <translation>Vergrößerung</translation>
    </message>
    <message>
        <source>an undistorted photo</source>
        <translation>ein unverfälschtes Foto</translation>
    </message>
    <message>
        <source>%1, level %2 of 5</source>
        <extracomment>%1 a kind of fault, &quot;motion blur&quot;; %2 a number from 1 to 5</extracomment>
        <translation>%1, Stufe %2 von 5</translation>
    </message>
</context>
<context>
    <name>HeatMap</name>
    <message>
        <source>Viridis</source>
        <translation>Viridis</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>Grau</translation>
    </message>
    <message>
        <source>Contour lines</source>
        <translation>Höhenlinien</translation>
    </message>
    <message>
        <source>Cividis</source>
        <translation>Cividis</translation>
    </message>
    <message>
        <source>cell %1,%2: %3 % of attention, %4× the mean</source>
        <extracomment>%1,%2 row and column counted from 1; %3 percentage; %4 how often the mean</extracomment>
        <translation>Zelle %1,%2: %3 % der Aufmerksamkeit, %4× das Mittel</translation>
    </message>
    <message>
        <source>No attention map yet.</source>
        <translation>Noch keine Aufmerksamkeitskarte.</translation>
    </message>
    <message>
        <source>Attention at %1: %2 % of all, %3 rows and %4 columns. Most at the %5: %6.</source>
        <extracomment>%1 scale, %2 share, %3 rows, %4 columns, %5 place (&quot;top left&quot;), %6 read-out of that cell</extracomment>
        <translation>Aufmerksamkeit bei %1: %2 % der ganzen, %3 Zeilen und %4 Spalten. Am meisten %5: %6.</translation>
    </message>
    <message>
        <source>top</source>
        <translation>oben</translation>
    </message>
    <message>
        <source>middle</source>
        <translation>auf halber Höhe</translation>
    </message>
    <message>
        <source>bottom</source>
        <translation>unten</translation>
    </message>
    <message>
        <source>left</source>
        <translation>links</translation>
    </message>
    <message>
        <source>centre</source>
        <translation>mittig</translation>
    </message>
    <message>
        <source>right</source>
        <translation>rechts</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>place</comment>
        <extracomment>a place in a photo: %1 top/middle/bottom, %2 left/centre/right</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>native size</source>
        <translation>Originalgröße</translation>
    </message>
    <message>
        <source>all scales</source>
        <translation>alle Größen</translation>
    </message>
    <message>
        <source>content</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>content + quality</source>
        <translation>Inhalt + Qualität</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
</context>
<context>
    <name>LibraryOpening</name>
    <message>
        <source>Touchstone</source>
        <translation>Touchstone</translation>
    </message>
    <message>
        <source>The library is being looked through before it is opened, because it was not closed properly or comes from an earlier version. Nothing is lost.</source>
        <translation>Die Bibliothek wird vor dem Öffnen durchgesehen, weil sie nicht richtig geschlossen wurde oder von einer früheren Version stammt. Nichts geht verloren.</translation>
    </message>
    <message>
        <source>Opening the library</source>
        <translation>Die Bibliothek wird geöffnet</translation>
    </message>
</context>
<context>
    <name>LibraryScanner</name>
    <message>
        <source>What was found could not be kept in the library: %1. The next look at these folders tries again.</source>
        <translation>Was gefunden wurde, konnte nicht in der Bibliothek aufbewahrt werden: %1. Der nächste Blick in diese Ordner versucht es noch einmal.</translation>
    </message>
    <message>
        <source>The system cannot watch more folders. Changes in some of them are seen when you come back to this window, and every few minutes; raising fs.inotify.max_user_watches helps.</source>
        <translation>Das System kann nicht mehr Ordner beobachten. Änderungen in einigen werden gesehen, wenn Sie zu diesem Fenster zurückkommen, und alle paar Minuten; ein höheres fs.inotify.max_user_watches hilft.</translation>
    </message>
</context>
<context>
    <name>Marks</name>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>Gelb</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Purple</source>
        <translation>Violett</translation>
    </message>
    <message>
        <source>No label</source>
        <translation>Keine Farbe</translation>
    </message>
    <message>
        <source>Picked</source>
        <translation>Ausgewählt</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Not flagged</source>
        <translation>Ohne Fahne</translation>
    </message>
</context>
<context>
    <name>PhotoFilter</name>
    <message>
        <source>The filter is longer than %1 characters</source>
        <translation>Der Filter ist länger als %1 Zeichen</translation>
    </message>
    <message>
        <source>This &apos;)&apos; closes nothing</source>
        <translation>Dieses ‚)‘ schließt nichts</translation>
    </message>
    <message>
        <source>&apos;|&apos; wants a condition on both sides</source>
        <translation>‚|‘ braucht auf beiden Seiten eine Bedingung</translation>
    </message>
    <message>
        <source>&apos;-&apos; wants a condition to leave out right behind it</source>
        <translation>‚-‘ braucht gleich dahinter eine Bedingung, die ausgelassen wird</translation>
    </message>
    <message>
        <source>Parentheses go %1 deep at most</source>
        <translation>Klammern gehen höchstens %1 tief</translation>
    </message>
    <message>
        <source>A &apos;)&apos; is missing</source>
        <translation>Eine ‚)‘ fehlt</translation>
    </message>
    <message>
        <source>There is nothing between these parentheses</source>
        <translation>Zwischen diesen Klammern steht nichts</translation>
    </message>
    <message>
        <source>A closing quote is missing</source>
        <translation>Ein schließendes Anführungszeichen fehlt</translation>
    </message>
    <message>
        <source>A filter has %1 conditions at most</source>
        <translation>Ein Filter hat höchstens %1 Bedingungen</translation>
    </message>
    <message>
        <source>There is nothing between these quotes</source>
        <translation>Zwischen diesen Anführungszeichen steht nichts</translation>
    </message>
    <message>
        <source>&apos;%1&apos; wants a comparison, for example %1&gt;=60</source>
        <translation>‚%1‘ braucht einen Vergleich, zum Beispiel %1&gt;=60</translation>
    </message>
    <message>
        <source>A model&apos;s id in parentheses is expected, for example score(musiq-small)</source>
        <translation>In Klammern wird die Kennung eines Modells erwartet, zum Beispiel score(musiq-small)</translation>
    </message>
    <message>
        <source>The name of a field is missing before &apos;%1&apos;</source>
        <translation>Vor ‚%1‘ fehlt der Name eines Feldes</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not a field of photos; to look for it in names, quote it: &quot;%2&quot;</source>
        <translation>‚%1‘ ist kein Feld von Fotos; um es in Namen zu suchen, in Anführungszeichen setzen: &quot;%2&quot;</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be compared by &apos;%2&apos;</source>
        <translation>‚%1‘ lässt sich nicht mit ‚%2‘ vergleichen</translation>
    </message>
    <message>
        <source>&apos;%1&apos; wants %2</source>
        <translation>‚%1‘ braucht %2</translation>
    </message>
    <message>
        <source>a number from 0 to 5, or a range such as 3..5</source>
        <translation>eine Zahl von 0 bis 5 oder einen Bereich wie 3..5</translation>
    </message>
    <message>
        <source>a number from 0 to 100, or a range such as 90..100</source>
        <translation>eine Zahl von 0 bis 100 oder einen Bereich wie 90..100</translation>
    </message>
    <message>
        <source>a size such as 500kB or 3MB, or a range such as 3MB..10MB</source>
        <translation>eine Größe wie 500kB oder 3MB oder einen Bereich wie 3MB..10MB</translation>
    </message>
    <message>
        <source>a whole number, or a range such as 2000..4000</source>
        <translation>eine ganze Zahl oder einen Bereich wie 2000..4000</translation>
    </message>
    <message>
        <source>a number, or a range from the lower to the higher one such as 10..20</source>
        <translation>eine Zahl oder einen Bereich von der kleineren zur größeren wie 10..20</translation>
    </message>
    <message>
        <source>a year, month or day such as 2024, 2024-05 or 2024-05-31, or a range such as 2024-05..2024-06</source>
        <translation>ein Jahr, einen Monat oder Tag wie 2024, 2024-05 oder 2024-05-31 oder einen Bereich wie 2024-05..2024-06</translation>
    </message>
    <message>
        <source>one of red, yellow, green, blue, purple, none</source>
        <translation>eins von red, yellow, green, blue, purple, none</translation>
    </message>
    <message>
        <source>one of picked, rejected, unflagged, rated, labelled, scored, unscored, failed, burst, paired</source>
        <translation>eins von picked, rejected, unflagged, rated, labelled, scored, unscored, failed, burst, paired</translation>
    </message>
    <message>
        <source>a format such as jpeg, heic, raw, or a suffix</source>
        <translation>ein Format wie jpeg, heic, raw oder eine Dateiendung</translation>
    </message>
    <message>
        <source>a text; quote it when there are spaces in it</source>
        <translation>einen Text; in Anführungszeichen, wenn Leerzeichen darin sind</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Score by %1</source>
        <translation>Wert von %1</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>Perzentil</translation>
    </message>
    <message>
        <source>Percentile by %1</source>
        <translation>Perzentil von %1</translation>
    </message>
    <message>
        <source>Disagreement of the models</source>
        <translation>Uneinigkeit der Modelle</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Sterne</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>Dateigröße</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Megapixels</source>
        <translation>Megapixel</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Schärfe</translation>
    </message>
    <message>
        <source>Captured</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Modified</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>Objektiv</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>No label</source>
        <translation>Keine Farbe</translation>
    </message>
    <message>
        <source>Label red</source>
        <translation>Farbe Rot</translation>
    </message>
    <message>
        <source>Label yellow</source>
        <translation>Farbe Gelb</translation>
    </message>
    <message>
        <source>Label green</source>
        <translation>Farbe Grün</translation>
    </message>
    <message>
        <source>Label blue</source>
        <translation>Farbe Blau</translation>
    </message>
    <message>
        <source>Label purple</source>
        <translation>Farbe Violett</translation>
    </message>
    <message>
        <source>Picked</source>
        <translation>Ausgewählt</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Neither picked nor rejected</source>
        <translation>Weder ausgewählt noch abgelehnt</translation>
    </message>
    <message>
        <source>Has a rating</source>
        <translation>Hat Sterne</translation>
    </message>
    <message>
        <source>Has a label</source>
        <translation>Hat eine Farbe</translation>
    </message>
    <message>
        <source>Has a score</source>
        <translation>Hat einen Wert</translation>
    </message>
    <message>
        <source>Has no score</source>
        <translation>Hat keinen Wert</translation>
    </message>
    <message>
        <source>Could not be scored</source>
        <translation>Konnte nicht bewertet werden</translation>
    </message>
    <message>
        <source>Part of a burst</source>
        <translation>Teil einer Serie</translation>
    </message>
    <message>
        <source>RAW and JPEG of one shot</source>
        <translation>RAW und JPEG einer Aufnahme</translation>
    </message>
    <message>
        <source>%1 at least %2</source>
        <translation>%1 mindestens %2</translation>
    </message>
    <message>
        <source>%1 at most %2</source>
        <translation>%1 höchstens %2</translation>
    </message>
    <message>
        <source>%1 over %2</source>
        <translation>%1 über %2</translation>
    </message>
    <message>
        <source>%1 under %2</source>
        <translation>%1 unter %2</translation>
    </message>
    <message>
        <source>%1 from %2 to %3</source>
        <translation>%1 von %2 bis %3</translation>
    </message>
    <message>
        <source>%1 exactly %2</source>
        <translation>%1 genau %2</translation>
    </message>
    <message>
        <source>%1 in %2 or later</source>
        <translation>%1 %2 oder später</translation>
    </message>
    <message>
        <source>%1 in %2 or earlier</source>
        <translation>%1 %2 oder früher</translation>
    </message>
    <message>
        <source>%1 after %2</source>
        <translation>%1 nach %2</translation>
    </message>
    <message>
        <source>%1 before %2</source>
        <translation>%1 vor %2</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 ist %2</translation>
    </message>
    <message>
        <source>%1 is “%2”</source>
        <translation>%1 ist „%2“</translation>
    </message>
    <message>
        <source>%1 contains “%2”</source>
        <translation>%1 enthält „%2“</translation>
    </message>
    <message>
        <source> and </source>
        <comment>between two conditions</comment>
        <translation> und </translation>
    </message>
    <message>
        <source> or </source>
        <comment>between two conditions</comment>
        <translation> oder </translation>
    </message>
    <message>
        <source>Not: %1</source>
        <comment>a condition that must not hold</comment>
        <translation>Nicht: %1</translation>
    </message>
</context>
<context>
    <name>Proposals</name>
    <message>
        <source>score %1</source>
        <comment>difference to another photo, +3.1</comment>
        <translation>Wertung %1</translation>
    </message>
    <message>
        <source>as sharp</source>
        <translation>gleich scharf</translation>
    </message>
    <message>
        <source>sharper by %1 %</source>
        <translation>um %1 % schärfer</translation>
    </message>
    <message>
        <source>less sharp by %1 %</source>
        <translation>um %1 % weniger scharf</translation>
    </message>
    <message>
        <source>marked by you</source>
        <translation>von Ihnen markiert</translation>
    </message>
    <message>
        <source>you marked the other one</source>
        <translation>Sie haben das andere markiert</translation>
    </message>
    <message>
        <source>the same file twice</source>
        <translation>zweimal dieselbe Datei</translation>
    </message>
    <message>
        <source>black</source>
        <translation>schwarz</translation>
    </message>
    <message>
        <source>nothing but white</source>
        <translation>nur Weiß</translation>
    </message>
    <message>
        <source>score %1 only</source>
        <translation>Wertung nur %1</translation>
    </message>
</context>
<context>
    <name>ScoreWords</name>
    <message>
        <source>gives no score</source>
        <translation>gibt keine Bewertung</translation>
    </message>
    <message>
        <source>%1 → %2 (%3)</source>
        <extracomment>%1 the score before, %2 after, %3 the signed difference</extracomment>
        <translation>%1 → %2 (%3)</translation>
    </message>
    <message>
        <source>about %1 s left</source>
        <translation>noch etwa %1 s</translation>
    </message>
    <message>
        <source>about %1 min left</source>
        <translation>noch etwa %1 min</translation>
    </message>
</context>
<context>
    <name>SignedMap</name>
    <message>
        <source>cell %1,%2: %3 points of the score</source>
        <extracomment>%1,%2 row and column counted from 1; %3 signed number of points of the score</extracomment>
        <translation>Zelle %1,%2: %3 Punkte des Werts</translation>
    </message>
    <message>
        <source>No map yet.</source>
        <translation>Noch keine Karte.</translation>
    </message>
    <message>
        <source>%1: %2 points in all. Raises the score most at the %3 (%5), lowers it most at the %4 (%6).</source>
        <extracomment>%1 map (&quot;content&quot;), %2 signed points; %3, %4 places (&quot;top left&quot;); %5, %6 signed points</extracomment>
        <translation>%1: insgesamt %2 Punkte. Hebt den Wert am meisten %3 (%5), senkt ihn am meisten %4 (%6).</translation>
    </message>
    <message>
        <source>cell %1,%2: %3× the mean against the other photo</source>
        <extracomment>%1,%2 row and column counted from 1; %3 signed number</extracomment>
        <translation>Zelle %1,%2: %3× das Mittel gegenüber dem anderen Foto</translation>
    </message>
    <message>
        <source>Attention at %1 against the other photo: from %2 to %3 times the mean.</source>
        <extracomment>%1 scale (&quot;224 px&quot;), %2 and %3 signed numbers</extracomment>
        <translation>Aufmerksamkeit bei %1 gegenüber dem anderen Foto: vom %2- bis zum %3-Fachen des Mittels.</translation>
    </message>
</context>
<context>
    <name>SortOrder</name>
    <message>
        <source>By score, worst first</source>
        <translation>Nach Wert, die schlechtesten zuerst</translation>
    </message>
    <message>
        <source>By score, best first</source>
        <translation>Nach Wert, die besten zuerst</translation>
    </message>
    <message>
        <source>By score of %1, worst first</source>
        <translation>Nach Wert von %1, die schlechtesten zuerst</translation>
    </message>
    <message>
        <source>By score of %1, best first</source>
        <translation>Nach Wert von %1, die besten zuerst</translation>
    </message>
    <message>
        <source>By name, Z to A</source>
        <translation>Nach Name, Z bis A</translation>
    </message>
    <message>
        <source>By name, A to Z</source>
        <translation>Nach Name, A bis Z</translation>
    </message>
    <message>
        <source>By date modified, oldest first</source>
        <translation>Nach Änderungsdatum, die ältesten zuerst</translation>
    </message>
    <message>
        <source>By date modified, newest first</source>
        <translation>Nach Änderungsdatum, die neuesten zuerst</translation>
    </message>
    <message>
        <source>Where the models agree most, first</source>
        <translation>Wo die Modelle am meisten einig sind, zuerst</translation>
    </message>
    <message>
        <source>Where the models disagree most, first</source>
        <translation>Wo die Modelle am meisten uneins sind, zuerst</translation>
    </message>
    <message>
        <source>By date captured, oldest first</source>
        <translation>Nach Aufnahmedatum, die ältesten zuerst</translation>
    </message>
    <message>
        <source>By date captured, newest first</source>
        <translation>Nach Aufnahmedatum, die neuesten zuerst</translation>
    </message>
    <message>
        <source>By file size, smallest first</source>
        <translation>Nach Dateigröße, die kleinsten zuerst</translation>
    </message>
    <message>
        <source>By file size, largest first</source>
        <translation>Nach Dateigröße, die größten zuerst</translation>
    </message>
    <message>
        <source>By pixels, fewest first</source>
        <translation>Nach Pixeln, die wenigsten zuerst</translation>
    </message>
    <message>
        <source>By pixels, most first</source>
        <translation>Nach Pixeln, die meisten zuerst</translation>
    </message>
    <message>
        <source>By rating, lowest first</source>
        <translation>Nach Sternen, die wenigsten zuerst</translation>
    </message>
    <message>
        <source>By rating, highest first</source>
        <translation>Nach Sternen, die meisten zuerst</translation>
    </message>
    <message>
        <source>By sharpness, softest first</source>
        <translation>Nach Schärfe, die weichsten zuerst</translation>
    </message>
    <message>
        <source>By sharpness, sharpest first</source>
        <translation>Nach Schärfe, die schärfsten zuerst</translation>
    </message>
    <message>
        <source>By likeness, farthest first</source>
        <translation>Nach Ähnlichkeit, die fernsten zuerst</translation>
    </message>
    <message>
        <source>By likeness, nearest first</source>
        <translation>Nach Ähnlichkeit, die nächsten zuerst</translation>
    </message>
</context>
<context>
    <name>Trash</name>
    <message numerus="yes">
        <source>%Ln photos to the trash</source>
        <translation>
            <numerusform>%Ln Foto in den Papierkorb</numerusform>
            <numerusform>%Ln Fotos in den Papierkorb</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>und %Ln weiteres</numerusform>
            <numerusform>und %Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Their sidecars go with them. Undo puts them back; their marks and scores stay in the library.</source>
        <translation>Ihre Begleitdateien gehen mit. Rückgängig holt sie zurück; Marken und Bewertungen bleiben in der Bibliothek.</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>In den Papierkorb</translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln photos to the trash?</source>
        <translation>
            <numerusform>%Ln Foto in den Papierkorb verschieben?</numerusform>
            <numerusform>%Ln Fotos in den Papierkorb verschieben?</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Move to trash</source>
        <translation>In den &amp;Papierkorb</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Model to score with (id or file).</source>
        <translation>Modell zum Bewerten (Kennung oder Datei).</translation>
    </message>
    <message>
        <source>Colours of the window: system, light or dark.</source>
        <translation>Farben des Fensters: system, light oder dark.</translation>
    </message>
    <message>
        <source>Opens folders of photos, ranked by quality, and shows where the model looked.</source>
        <translation>Öffnet Ordner mit Fotos, nach Qualität geordnet, und zeigt, wohin das Modell sah.</translation>
    </message>
    <message>
        <source>Folders or photos to open; none: the whole library.</source>
        <translation>Ordner oder Fotos, die geöffnet werden; keine: die ganze Bibliothek.</translation>
    </message>
    <message>
        <source>Decode photos in the program itself, without protection.</source>
        <translation>Fotos im Programm selbst dekodieren, ohne Schutz.</translation>
    </message>
</context>
<context>
    <name>touchstone::library::IssueListModel</name>
    <message>
        <source>was deleted or moved before it could be read (open the folder again)</source>
        <translation>wurde gelöscht oder verschoben, bevor es gelesen werden konnte (den Ordner neu öffnen)</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1: %2, %3</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Anzahl</translation>
    </message>
</context>
<context>
    <name>touchstone::library::LibrarySession</name>
    <message>
        <source>less than a minute left</source>
        <translation>noch weniger als eine Minute</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>noch %1 min</translation>
    </message>
    <message>
        <source>%1 h %2 min left</source>
        <translation>noch %1 h %2 min</translation>
    </message>
    <message>
        <source>Opening the model…</source>
        <translation>Modell wird geöffnet …</translation>
    </message>
    <message>
        <source>Paused at %1 of %2</source>
        <translation>Angehalten bei %1 von %2</translation>
    </message>
    <message>
        <source>Scoring %1 of %2</source>
        <translation>Bewertung: %1 von %2</translation>
    </message>
    <message>
        <source> · %1/s</source>
        <comment>photos per second</comment>
        <translation> · %1/s</translation>
    </message>
    <message>
        <source> · %1</source>
        <comment>time left</comment>
        <translation> · %1</translation>
    </message>
    <message>
        <source>%1 (earlier scores)</source>
        <comment>model</comment>
        <translation>%1 (frühere Werte)</translation>
    </message>
    <message>
        <source>Waiting for mains power at %1 of %2</source>
        <translation>Wartet auf Netzstrom bei %1 von %2</translation>
    </message>
</context>
<context>
    <name>touchstone::library::PhotoListModel</name>
    <message>
        <source>%1, could not be scored: %2</source>
        <translation>%1, konnte nicht bewertet werden: %2</translation>
    </message>
    <message>
        <source>%1, not scored yet</source>
        <translation>%1, noch nicht bewertet</translation>
    </message>
    <message>
        <source>score %1</source>
        <translation>Wert %1</translation>
    </message>
    <message>
        <source>score %1 of %2</source>
        <translation>Wert %1 von %2</translation>
    </message>
    <message>
        <source>score %1 on a scale from %2 to %3</source>
        <translation>Wert %1 auf einer Skala von %2 bis %3</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, %2, better than %3 percent</source>
        <translation>%1, %2, besser als %3 Prozent</translation>
    </message>
    <message>
        <source>%1 of %2 shown · %3 hidden by filter</source>
        <translation>%1 von %2 gezeigt · %3 durch den Filter ausgeblendet</translation>
    </message>
    <message>
        <source>One photo</source>
        <translation>Ein Foto</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos</source>
        <translation>
            <numerusform>%Ln Foto</numerusform>
            <numerusform>%Ln Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2–%3</source>
        <comment>score with the ends of its scale</comment>
        <translation>%1 auf der Skala %2–%3</translation>
    </message>
    <message>
        <source>%1, %2 percentage points between its places in the two rankings</source>
        <translation>%1, %2 Prozentpunkte zwischen seinen Plätzen in den beiden Rangfolgen</translation>
    </message>
    <message>
        <source>rated %1 of 5</source>
        <translation>%1 von 5 Sternen</translation>
    </message>
    <message>
        <source>picked</source>
        <translation>ausgewählt</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two things said of a photo</comment>
        <translation>, </translation>
    </message>
    <message>
        <source>label red</source>
        <translation>Farbe Rot</translation>
    </message>
    <message>
        <source>label yellow</source>
        <translation>Farbe Gelb</translation>
    </message>
    <message>
        <source>label green</source>
        <translation>Farbe Grün</translation>
    </message>
    <message>
        <source>label blue</source>
        <translation>Farbe Blau</translation>
    </message>
    <message>
        <source>label purple</source>
        <translation>Farbe Violett</translation>
    </message>
    <message>
        <source>proposed to pick</source>
        <translation>zum Auswählen vorgeschlagen</translation>
    </message>
    <message>
        <source>proposed to reject</source>
        <translation>zum Ablehnen vorgeschlagen</translation>
    </message>
    <message numerus="yes">
        <source>one of %Ln photos that belong together</source>
        <translation>
            <numerusform>eines von %Ln Foto, die zusammengehören</numerusform>
            <numerusform>eines von %Ln Fotos, die zusammengehören</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> · %Ln in stacks</source>
        <comment>photos behind their stack&apos;s cover</comment>
        <translation>
            <numerusform> · %Ln in Stapeln</numerusform>
            <numerusform> · %Ln in Stapeln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::AboutDialog</name>
    <message>
        <source>About Touchstone</source>
        <translation>Über Touchstone</translation>
    </message>
    <message>
        <source>&lt;h2&gt;Touchstone %1&lt;/h2&gt;&lt;p&gt;Finds the good photos of a folder, and shows why.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
        <translation>&lt;h2&gt;Touchstone %1&lt;/h2&gt;&lt;p&gt;Findet die guten Fotos eines Ordners und zeigt, warum.&lt;/p&gt;&lt;p&gt;Freie Software unter der GNU General Public License, Version 3 oder später.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Papers, patents and licences</source>
        <translation>Veröffentlichungen, Patente und Lizenzen</translation>
    </message>
    <message>
        <source>Touchstone&apos;s icon</source>
        <translation>Das Zeichen von Touchstone</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::Banner</name>
    <message>
        <source>Hide this message</source>
        <translation>Diese Nachricht ausblenden</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::BreakdownCard</name>
    <message>
        <source>Content and quality</source>
        <translation>Inhalt und Qualität</translation>
    </message>
    <message>
        <source>this photo</source>
        <translation>dieses Foto</translation>
    </message>
    <message>
        <source>From the score of the mean photograph this model was fitted on, step by step to this photo&apos;s.</source>
        <translation>Vom Wert des mittleren Fotos, an das dieses Modell angepasst wurde, Schritt für Schritt zum Wert dieses Fotos.</translation>
    </message>
    <message>
        <source>The score lies outside the model&apos;s scale: the photo is unlike those it learned from.</source>
        <translation>Der Wert liegt außerhalb der Skala des Modells: Das Foto gleicht keinem, aus dem es gelernt hat.</translation>
    </message>
    <message>
        <source>Both together say</source>
        <translation>Beide zusammen ergeben</translation>
    </message>
    <message>
        <source>Show over the photo where these points come from</source>
        <translation>Über dem Foto zeigen, woher diese Punkte kommen</translation>
    </message>
    <message>
        <source>SRCC %1</source>
        <extracomment>SRCC: Spearman&apos;s rank correlation; %1 a number</extracomment>
        <translation>SRCC %1</translation>
    </message>
    <message>
        <source>How well scores of this kind ranked photos they were not fitted on, against people&apos;s ratings: 1 is the same order, 0 no relation.</source>
        <translation>Wie gut solche Werte Fotos, an die sie nicht angepasst wurden, im Vergleich zu menschlichen Urteilen geordnet haben: 1 ist dieselbe Reihenfolge, 0 kein Zusammenhang.</translation>
    </message>
    <message>
        <source>Each bar begins where the one above ended; together they are exactly the score. Full: the photo at its own size; half: at half of it.</source>
        <translation>Jeder Balken beginnt, wo der darüber endet; zusammen sind sie genau der Wert. Voll: das Foto in seiner eigenen Größe; halb: in der halben.</translation>
    </message>
    <message>
        <source>content, full</source>
        <translation>Inhalt, voll</translation>
    </message>
    <message>
        <source>content, half</source>
        <translation>Inhalt, halb</translation>
    </message>
    <message>
        <source>quality, full</source>
        <translation>Qualität, voll</translation>
    </message>
    <message>
        <source>quality, half</source>
        <translation>Qualität, halb</translation>
    </message>
    <message>
        <source>mean photo</source>
        <translation>mittleres Foto</translation>
    </message>
    <message>
        <source>Content alone says</source>
        <translation>Der Inhalt allein ergibt</translation>
    </message>
    <message>
        <source>Quality alone says</source>
        <translation>Die Qualität allein ergibt</translation>
    </message>
    <message>
        <source>both</source>
        <comment>content and quality</comment>
        <translation>beide</translation>
    </message>
    <message>
        <source>The score of both experts together, on the model&apos;s scale.</source>
        <translation>Der Wert beider Experten zusammen, auf der Skala des Modells.</translation>
    </message>
    <message>
        <source>The score of a regressor that was fitted on this expert&apos;s features alone, on the same scale.</source>
        <translation>Der Wert eines Regressors, der nur an die Merkmale dieses Experten angepasst wurde, auf derselben Skala.</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::CellFooters</name>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>Fehler</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ComparePane</name>
    <message>
        <source>This photo is gone.</source>
        <translation>Dieses Foto ist nicht mehr da.</translation>
    </message>
    <message>
        <source>Damaged file: part of the picture is missing.</source>
        <translation>Beschädigte Datei: Ein Teil des Bildes fehlt.</translation>
    </message>
    <message>
        <source>This photo cannot be shown.
%1</source>
        <translation>Dieses Foto kann nicht gezeigt werden.
%1</translation>
    </message>
    <message>
        <source>as sharp</source>
        <translation>gleich scharf</translation>
    </message>
    <message>
        <source>sharper by %1 %</source>
        <translation>um %1 % schärfer</translation>
    </message>
    <message>
        <source>less sharp by %1 %</source>
        <translation>um %1 % weniger scharf</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::CompareView</name>
    <message>
        <source>No map: %1</source>
        <translation>Keine Karte: %1</translation>
    </message>
    <message>
        <source>Zoom and pan in step</source>
        <translation>Gemeinsam zoomen und schieben</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more wait</source>
        <comment>photos to compare</comment>
        <translation>
            <numerusform>%Ln weiteres wartet</numerusform>
            <numerusform>%Ln weitere warten</numerusform>
        </translation>
    </message>
    <message>
        <source>Computing the maps…</source>
        <translation>Die Karten werden berechnet …</translation>
    </message>
    <message>
        <source>%1; one scale for all: up to %2</source>
        <translation>%1; ein Maßstab für alle: bis %2</translation>
    </message>
    <message>
        <source>%1 points</source>
        <translation>%1 Punkte</translation>
    </message>
    <message>
        <source>%1× the mean</source>
        <translation>%1× der Mittelwert</translation>
    </message>
    <message>
        <source>Difference of the maps</source>
        <translation>Unterschied der Karten</translation>
    </message>
    <message>
        <source>Where the model looked more (blue) or less (orange) than in the focused photo, for frames of one scene that can be laid on each other</source>
        <translation>Wohin das Modell mehr (blau) oder weniger (orange) gesehen hat als im Foto mit dem Fokus, für Aufnahmen einer Szene, die sich übereinanderlegen lassen</translation>
    </message>
    <message>
        <source>%1 cannot be laid on the focused photo: %2</source>
        <extracomment>%1 photo, %2 reason</extracomment>
        <translation>%1 lässt sich nicht auf das Foto mit dem Fokus legen: %2</translation>
    </message>
    <message>
        <source>others: difference to the focused photo</source>
        <translation>die anderen: Unterschied zum Foto mit dem Fokus</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::CullingController</name>
    <message>
        <source>Proposed: %1 to pick, %2 to reject</source>
        <translation>Vorgeschlagen: %1 auswählen, %2 ablehnen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln proposals accepted</source>
        <translation>
            <numerusform>%Ln Vorschlag angenommen</numerusform>
            <numerusform>%Ln Vorschläge angenommen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Keep %1, reject %Ln others</source>
        <translation>
            <numerusform>%1 behalten, %Ln anderes ablehnen</numerusform>
            <numerusform>%1 behalten, %Ln andere ablehnen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::FaultsCard</name>
    <message>
        <source>Resemblance</source>
        <translation>Ähnlichkeit</translation>
    </message>
    <message>
        <source>Learning what faults look like</source>
        <translation>Lernen, wie Fehler aussehen</translation>
    </message>
    <message>
        <source>Learning what faults look like…  %1</source>
        <translation>Lernt, wie Fehler aussehen …  %1</translation>
    </message>
    <message>
        <source>Not learned: %1</source>
        <translation>Nicht gelernt: %1</translation>
    </message>
    <message>
        <source>What faults look like to this model has not been learned yet.</source>
        <translation>Wie Fehler für dieses Modell aussehen, ist noch nicht gelernt.</translation>
    </message>
    <message>
        <source>Known when this photo has been scored by Re-IQA.</source>
        <translation>Bekannt, sobald Re-IQA dieses Foto bewertet hat.</translation>
    </message>
    <message>
        <source>No clear resemblance. Nearest: %1; then: %2.</source>
        <extracomment>%1 and %2: &quot;motion blur, level 3 of 5&quot;, &quot;an undistorted photo&quot;</extracomment>
        <translation>Keine klare Ähnlichkeit. Am nächsten: %1; dann: %2.</translation>
    </message>
    <message>
        <source>Resembles %1 (margin %2 over %3).</source>
        <extracomment>%1 and %3: &quot;motion blur, level 3 of 5&quot;, &quot;an undistorted photo&quot;; %2 a number</extracomment>
        <translation>Ähnelt: %1 (Abstand %2 zu: %3).</translation>
    </message>
    <message numerus="yes">
        <source>The photo&apos;s quality features, compared with those of pieces of %Ln photos that were made worse in known ways. A resemblance, not a measurement: the margin says how much nearer the photo lies to this fault than to the next other one, in standard deviations. Of pieces of photos that were held out, %1 % were named by the right kind.</source>
        <extracomment>%n photos; %1 a percentage</extracomment>
        <translation>
            <numerusform>Die Qualitätsmerkmale des Fotos, verglichen mit denen von Stücken aus %Ln Foto, das auf bekannte Weise verschlechtert wurde. Eine Ähnlichkeit, keine Messung: Der Abstand sagt, wie viel näher das Foto diesem Fehler liegt als dem nächsten anderen, in Standardabweichungen. Von den Stücken zurückgehaltener Fotos bekamen %1 % die richtige Art genannt.</numerusform>
            <numerusform>Die Qualitätsmerkmale des Fotos, verglichen mit denen von Stücken aus %Ln Fotos, die auf bekannte Weise verschlechtert wurden. Eine Ähnlichkeit, keine Messung: Der Abstand sagt, wie viel näher das Foto diesem Fehler liegt als dem nächsten anderen, in Standardabweichungen. Von den Stücken zurückgehaltener Fotos bekamen %1 % die richtige Art genannt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It takes about %Ln minutes, in the background.</source>
        <translation>
            <numerusform>Das dauert etwa %Ln Minute, im Hintergrund.</numerusform>
            <numerusform>Das dauert etwa %Ln Minuten, im Hintergrund.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not learned: that takes at least %1 photos with a score and with sides of at least %2 pixels.</source>
        <extracomment>%1 and %2 numbers</extracomment>
        <translation>Nicht gelernt: Dafür braucht es mindestens %1 Fotos mit Wert und mit Seiten von mindestens %2 Pixeln.</translation>
    </message>
    <message>
        <source>Learning what faults look like begins when scoring has ended…</source>
        <translation>Das Lernen, wie Fehler aussehen, beginnt, wenn alles bewertet ist …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Learn anew</source>
        <translation>Neu lernen</translation>
    </message>
    <message>
        <source>Learn what faults look like</source>
        <translation>Lernen, wie Fehler aussehen</translation>
    </message>
    <message>
        <source>Makes pieces of the best photos here worse in every way of the distortion bank, in memory, and remembers what the quality expert says about them. The photos themselves are only read.</source>
        <translation>Verschlechtert Stücke der besten Fotos hier im Arbeitsspeicher auf alle Arten der Störungssammlung und merkt sich, was der Qualitätsexperte dazu sagt. Die Fotos selbst werden nur gelesen.</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::FilterBar</name>
    <message>
        <source>Filter: name, score&gt;=60, rating:3.. (/)</source>
        <translation>Filter: Name, score&gt;=60, rating:3.. (/)</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>A part of the name, or conditions such as score&gt;=60, rating:3.., camera:X100, -is:rejected, label:red, date:2024-05. All must hold; | means or.</source>
        <translation>Ein Teil des Namens oder Bedingungen wie score&gt;=60, rating:3.., camera:X100, -is:rejected, label:red, date:2024-05. Alle müssen gelten; | heißt oder.</translation>
    </message>
    <message>
        <source>Add a condition</source>
        <translation>Bedingung hinzufügen</translation>
    </message>
    <message>
        <source>Save as collection…</source>
        <translation>Als Sammlung sichern…</translation>
    </message>
    <message>
        <source>Keep this filter and the order under a name</source>
        <translation>Diesen Filter und die Reihenfolge unter einem Namen aufbewahren</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Aufheben</translation>
    </message>
    <message>
        <source>Show all photos</source>
        <translation>Alle Fotos zeigen</translation>
    </message>
    <message>
        <source> and </source>
        <comment>between two conditions</comment>
        <translation> und </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::FilterChip</name>
    <message>
        <source>Remove “%1” from the filter</source>
        <translation>„%1“ aus dem Filter nehmen</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::FilterMenu</name>
    <message>
        <source>Score by %1, on a scale of %2 to %3</source>
        <translation>Wert von %1, auf einer Skala von %2 bis %3</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>&amp;Score…</source>
        <translation>&amp;Wert…</translation>
    </message>
    <message>
        <source>&amp;Percentile…</source>
        <translation>&amp;Perzentil…</translation>
    </message>
    <message>
        <source>Percentile: how many of a hundred other photos are worse</source>
        <translation>Perzentil: wie viele von hundert anderen Fotos schlechter sind</translation>
    </message>
    <message>
        <source>&amp;Disagreement…</source>
        <translation>&amp;Uneinigkeit…</translation>
    </message>
    <message>
        <source>Percentage points between a photo&apos;s places by the first two models</source>
        <translation>Prozentpunkte zwischen den Plätzen eines Fotos bei den ersten beiden Modellen</translation>
    </message>
    <message>
        <source>S&amp;harpness…</source>
        <translation>S&amp;chärfe…</translation>
    </message>
    <message>
        <source>Sharpness: brightness steps per pixel, less what noise adds</source>
        <translation>Schärfe: Helligkeitsstufen je Pixel, ohne was Rauschen hinzufügt</translation>
    </message>
    <message>
        <source>&amp;Rating</source>
        <translation>&amp;Sterne</translation>
    </message>
    <message>
        <source>&amp;Between…</source>
        <translation>&amp;Zwischen…</translation>
    </message>
    <message>
        <source>Rating, in stars</source>
        <translation>Anzahl der Sterne</translation>
    </message>
    <message>
        <source>&amp;Label</source>
        <translation>&amp;Farbe</translation>
    </message>
    <message>
        <source>&amp;Flag</source>
        <translation>Fa&amp;hne</translation>
    </message>
    <message>
        <source>Not rejected</source>
        <translation>Nicht abgelehnt</translation>
    </message>
    <message>
        <source>S&amp;tate</source>
        <translation>Zus&amp;tand</translation>
    </message>
    <message>
        <source>&amp;Camera</source>
        <translation>&amp;Kamera</translation>
    </message>
    <message>
        <source>L&amp;ens</source>
        <translation>&amp;Objektiv</translation>
    </message>
    <message>
        <source>F&amp;ormat</source>
        <translation>Fo&amp;rmat</translation>
    </message>
    <message>
        <source>RAW</source>
        <translation>RAW</translation>
    </message>
    <message>
        <source>Date c&amp;aptured</source>
        <translation>&amp;Aufnahmedatum</translation>
    </message>
    <message>
        <source>All of %1</source>
        <translation>Ganz %1</translation>
    </message>
    <message>
        <source>Other &amp;days…</source>
        <translation>Andere &amp;Tage…</translation>
    </message>
    <message>
        <source>Day on which the photo was taken</source>
        <translation>Tag der Aufnahme</translation>
    </message>
    <message>
        <source>F&amp;ile</source>
        <translation>Date&amp;i</translation>
    </message>
    <message>
        <source>&amp;Megapixels…</source>
        <translation>&amp;Megapixel…</translation>
    </message>
    <message>
        <source>Megapixels of the photo</source>
        <translation>Megapixel des Fotos</translation>
    </message>
    <message>
        <source>&amp;Size…</source>
        <translation>&amp;Größe…</translation>
    </message>
    <message>
        <source>Size of the file</source>
        <translation>Größe der Datei</translation>
    </message>
    <message>
        <source>&amp;Date modified…</source>
        <translation>Änderungs&amp;datum…</translation>
    </message>
    <message>
        <source>Day on which the file was changed last</source>
        <translation>Tag, an dem die Datei zuletzt geändert wurde</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::HeatLegend</name>
    <message>
        <source>Legend of the signed map</source>
        <translation>Legende der Karte mit Vorzeichen</translation>
    </message>
    <message>
        <source>Legend of the attention map</source>
        <translation>Legende der Aufmerksamkeitskarte</translation>
    </message>
    <message>
        <source>Points of the score that one cell adds (blue) or takes away (orange), against the mean photograph. The same scale for content and quality.</source>
        <translation>Punkte des Werts, die eine Zelle gegenüber dem mittleren Foto hinzufügt (blau) oder wegnimmt (orange). Dieselbe Skala für Inhalt und Qualität.</translation>
    </message>
    <message>
        <source>1× is an average cell of this scale; 2× drew twice as much attention.</source>
        <translation>1× ist eine durchschnittliche Zelle dieser Größe; 2× zog doppelt so viel Aufmerksamkeit auf sich.</translation>
    </message>
    <message>
        <source>From %1 to %2 points</source>
        <translation>Von %1 bis %2 Punkten</translation>
    </message>
    <message>
        <source>From %1 to %2 times the mean</source>
        <translation>Vom %1- bis zum %2-Fachen des Mittels</translation>
    </message>
    <message>
        <source>lines at 1×, 2×, 4×, 8× the mean</source>
        <translation>Linien bei 1×, 2×, 4×, 8× des Mittels</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::HeatPanel</name>
    <message>
        <source>Colours of the map</source>
        <translation>Farben der Karte</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>Weich</translation>
    </message>
    <message>
        <source>Blends neighbouring cells. The model gave one number per cell: smoothing invents detail.</source>
        <translation>Lässt benachbarte Zellen ineinander übergehen. Das Modell gab eine Zahl je Zelle: Weichzeichnen erfindet Einzelheiten.</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>Draws the borders of the model&apos;s cells.</source>
        <translation>Zeichnet die Grenzen der Zellen des Modells.</translation>
    </message>
    <message>
        <source>Opacity of the map</source>
        <translation>Deckkraft der Karte</translation>
    </message>
    <message>
        <source>Opacity of the map (O)</source>
        <translation>Deckkraft der Karte (O)</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>%1 &quot;content&quot; or &quot;quality&quot;, %2 signed number of points of the score</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>What this part of the photo&apos;s description adds to the score, or takes from it, in points, against the mean photograph  ([ and ] step through the maps)</source>
        <translation>Was dieser Teil der Beschreibung des Fotos dem Wert gegenüber dem mittleren Foto hinzufügt oder von ihm wegnimmt, in Punkten  ([ und ] wechseln die Karte)</translation>
    </message>
    <message>
        <source>%1 · %2 %</source>
        <extracomment>%1 scale (&quot;native size&quot;, &quot;384 px&quot;), %2 its part of the attention</extracomment>
        <translation>%1 · %2 %</translation>
    </message>
    <message>
        <source>%1 rows, %2 columns of cells; %3 % of all attention  ([ and ] step through the scales)</source>
        <translation>%1 Zeilen, %2 Spalten von Zellen; %3 % der ganzen Aufmerksamkeit  ([ und ] wechseln die Größe)</translation>
    </message>
    <message>
        <source>The cells sum to the score exactly; each sees some 400 pixels around it.</source>
        <translation>Die Zellen ergeben zusammen genau den Wert; jede sieht etwa 400 Pixel um sich herum.</translation>
    </message>
    <message>
        <source>Attention is where the model looked, not why the score is low.</source>
        <translation>Aufmerksamkeit zeigt, wohin das Modell sah, nicht, warum der Wert niedrig ist.</translation>
    </message>
    <message>
        <source>Point at a cell to read it (Shift + arrows by keyboard).</source>
        <translation>Auf eine Zelle zeigen, um sie abzulesen (mit der Tastatur: Umschalt + Pfeile).</translation>
    </message>
    <message>
        <source>How attention is followed</source>
        <translation>Wie die Aufmerksamkeit verfolgt wird</translation>
    </message>
    <message>
        <source>Rollout follows attention through all layers of the network; the last layer alone shows what the score was gathered from.</source>
        <translation>„Rollout“ verfolgt die Aufmerksamkeit durch alle Schichten des Netzes; die letzte Schicht allein zeigt, woraus die Bewertung gesammelt wurde.</translation>
    </message>
    <message>
        <source>Rollout</source>
        <translation>Rollout</translation>
    </message>
    <message>
        <source>Last layer</source>
        <translation>Letzte Schicht</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::Histogram</name>
    <message>
        <source>Scores of this folder</source>
        <translation>Werte dieses Ordners</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ImportDialog</name>
    <message>
        <source>The file says it</source>
        <translation>Die Datei sagt es</translation>
    </message>
    <message>
        <source>MUSIQ</source>
        <translation>MUSIQ</translation>
    </message>
    <message>
        <source>Re-IQA quality expert</source>
        <translation>Re-IQA-Experte für Qualität</translation>
    </message>
    <message>
        <source>Re-IQA content expert</source>
        <translation>Re-IQA-Experte für Inhalt</translation>
    </message>
    <message>
        <source>Re-IQA regressor</source>
        <translation>Re-IQA-Regressor</translation>
    </message>
    <message>
        <source>Another network (TorchScript)</source>
        <translation>Ein anderes Netz (TorchScript)</translation>
    </message>
    <message>
        <source>Values from 0 to 1</source>
        <translation>Werte von 0 bis 1</translation>
    </message>
    <message>
        <source>As for ImageNet</source>
        <translation>Wie für ImageNet</translation>
    </message>
    <message>
        <source>One number, the score</source>
        <translation>Eine Zahl, die Bewertung</translation>
    </message>
    <message>
        <source>One number for each grade</source>
        <translation>Eine Zahl für jede Note</translation>
    </message>
    <message>
        <source>How the network is used</source>
        <translation>Wie das Netz benutzt wird</translation>
    </message>
    <message>
        <source>Lowest score</source>
        <translation>Niedrigste Bewertung</translation>
    </message>
    <message>
        <source>Highest score</source>
        <translation>Höchste Bewertung</translation>
    </message>
    <message>
        <source>Add a model from a file</source>
        <translation>Modell aus einer Datei hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Kind of network:</source>
        <translation>&amp;Art des Netzes:</translation>
    </message>
    <message>
        <source>A TorchScript file is code. It is taken only when it does nothing but compute.</source>
        <translation>Eine TorchScript-Datei ist Programmcode. Sie wird nur angenommen, wenn sie nichts tut als rechnen.</translation>
    </message>
    <message>
        <source>&amp;Photos go in as:</source>
        <translation>&amp;Fotos gehen hinein als:</translation>
    </message>
    <message>
        <source>as they are</source>
        <translation>wie sie sind</translation>
    </message>
    <message>
        <source> pixels, square</source>
        <translation> Pixel, quadratisch</translation>
    </message>
    <message>
        <source>&amp;Size:</source>
        <translation>&amp;Größe:</translation>
    </message>
    <message>
        <source>What &amp;comes out:</source>
        <translation>Was &amp;herauskommt:</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>Scores &amp;from:</source>
        <translation>&amp;Bewertungen von:</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::InspectorPanel</name>
    <message>
        <source>What the other models say of this photo, each on its own scale.</source>
        <translation>Was die anderen Modelle zu diesem Foto sagen, jedes auf seiner eigenen Skala.</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>In this folder</source>
        <translation>In diesem Ordner</translation>
    </message>
    <message>
        <source>As a table</source>
        <translation>Als Tabelle</translation>
    </message>
    <message>
        <source>The same numbers as text, for screen readers and for copying.</source>
        <translation>Dieselben Zahlen als Text, für Vorleseprogramme und zum Kopieren.</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Scores of this folder</source>
        <translation>Werte dieses Ordners</translation>
    </message>
    <message>
        <source>Where the model looked</source>
        <translation>Wohin das Modell sah</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>Fakten</translation>
    </message>
    <message>
        <source>No photo selected</source>
        <translation>Kein Foto ausgewählt</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>Modell: %1</translation>
    </message>
    <message>
        <source>No score: this expert needs a regressor.</source>
        <translation>Kein Wert: Dieser Experte braucht einen Regressor.</translation>
    </message>
    <message>
        <source>No score.</source>
        <translation>Kein Wert.</translation>
    </message>
    <message>
        <source>Not scored yet.</source>
        <translation>Noch nicht bewertet.</translation>
    </message>
    <message>
        <source>▲ higher is better</source>
        <translation>▲ höher ist besser</translation>
    </message>
    <message>
        <source>▼ lower is better</source>
        <translation>▼ niedriger ist besser</translation>
    </message>
    <message>
        <source>on a scale of %1 to %2</source>
        <translation>auf einer Skala von %1 bis %2</translation>
    </message>
    <message>
        <source>the model does not state its scale</source>
        <translation>das Modell nennt seine Skala nicht</translation>
    </message>
    <message>
        <source>, spread ±%1</source>
        <translation>, Streuung ±%1</translation>
    </message>
    <message>
        <source>Known when both models have scored this photo.</source>
        <translation>Bekannt, sobald beide Modelle dieses Foto bewertet haben.</translation>
    </message>
    <message>
        <source>percentage points between its places in the two rankings</source>
        <translation>Prozentpunkte zwischen seinen Plätzen in den beiden Rangfolgen</translation>
    </message>
    <message numerus="yes">
        <source>Better than %1 % of the others; %Ln photos have a score.</source>
        <extracomment>%1 percentage, %n number of photos with a score</extracomment>
        <translation>
            <numerusform>Besser als %1 % der anderen; %Ln Foto hat einen Wert.</numerusform>
            <numerusform>Besser als %1 % der anderen; %Ln Fotos haben einen Wert.</numerusform>
        </translation>
    </message>
    <message>
        <source>No photo has a score yet.</source>
        <translation>Noch kein Foto hat einen Wert.</translation>
    </message>
    <message>
        <source>1 photo has a score.</source>
        <translation>Ein Foto hat einen Wert.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos have a score.</source>
        <translation>
            <numerusform>%Ln Foto hat einen Wert.</numerusform>
            <numerusform>%Ln Fotos haben einen Wert.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>This is one of Re-IQA&apos;s experts. It describes photos but has no score of its own: fit a regressor to rated photos with “touchstone-cli fit” and choose that as the model.</source>
        <translation>Dies ist einer der Experten von Re-IQA. Er beschreibt Fotos, hat aber keinen eigenen Wert: Mit „touchstone-cli fit“ einen Regressor an bewertete Fotos anpassen und diesen als Modell wählen.</translation>
    </message>
    <message>
        <source>Open the photo and press H to see what its score is made of.</source>
        <translation>Das Foto öffnen und H drücken, um zu sehen, woraus sein Wert besteht.</translation>
    </message>
    <message>
        <source>This model&apos;s features are normalised to unit length, so its score cannot be split exactly.</source>
        <translation>Die Merkmale dieses Modells sind auf die Länge 1 gebracht, deshalb lässt sich sein Wert nicht genau zerlegen.</translation>
    </message>
    <message>
        <source>%1: %2 of %3–%4</source>
        <translation>%1: %2 auf der Skala %3–%4</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Open the photo and press H to see where the model looked.</source>
        <translation>Das Foto öffnen und H drücken, um zu sehen, wohin das Modell sah.</translation>
    </message>
    <message>
        <source>Share of the attention that each size of the photo drew. Attention is where the model looked, not why the score is low.</source>
        <translation>Anteil der Aufmerksamkeit, den jede Größe des Fotos auf sich zog. Aufmerksamkeit zeigt, wohin das Modell sah, nicht, warum der Wert niedrig ist.</translation>
    </message>
    <message>
        <source>Show this map over the photo</source>
        <translation>Diese Karte über dem Foto zeigen</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1: share of the attention</source>
        <translation>%1: Anteil an der Aufmerksamkeit</translation>
    </message>
    <message numerus="yes">
        <source>Further apart than for %1 % of the others; %Ln photos have both scores.</source>
        <extracomment>%1 percentage, %n number of photos that two models have scored</extracomment>
        <translation>
            <numerusform>Weiter auseinander als bei %1 % der anderen; %Ln Foto hat beide Werte.</numerusform>
            <numerusform>Weiter auseinander als bei %1 % der anderen; %Ln Fotos haben beide Werte.</numerusform>
        </translation>
    </message>
    <message>
        <source>In the library</source>
        <translation>In der Bibliothek</translation>
    </message>
    <message>
        <source>Better than %1 % of the library.</source>
        <translation>Besser als %1 % der Bibliothek.</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Better than %1 % of the photos that people judged for this model to learn from.</source>
        <translation>Besser als %1 % der Fotos, die Menschen bewertet haben, damit dieses Modell daraus lernt.</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::IssuesPanel</name>
    <message>
        <source>Issues</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::LevelHistogram</name>
    <message>
        <source>Brightness of the photo&apos;s pixels</source>
        <translation>Helligkeit der Pixel des Fotos</translation>
    </message>
    <message>
        <source>%1 % dark, %2 % middle, %3 % light</source>
        <translation>%1 % dunkel, %2 % mittel, %3 % hell</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::LibraryPanel</name>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Remove the collection?</source>
        <translation>Die Sammlung entfernen?</translation>
    </message>
    <message>
        <source>“%1” is removed. Its photos and their marks stay.</source>
        <translation>„%1“ wird entfernt. Ihre Fotos und deren Markierungen bleiben.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Forget this folder?</source>
        <translation>Diesen Ordner vergessen?</translation>
    </message>
    <message numerus="yes">
        <source>%1
leaves the library, and so do its %Ln photos and the marks you gave them. This cannot be undone.</source>
        <translation>
            <numerusform>%1
verlässt die Bibliothek, mit seinem %Ln Foto und dessen Markierungen. Das lässt sich nicht rückgängig machen.</numerusform>
            <numerusform>%1
verlässt die Bibliothek, mit seinen %Ln Fotos und deren Markierungen. Das lässt sich nicht rückgängig machen.</numerusform>
        </translation>
    </message>
    <message>
        <source>The files themselves are not touched.</source>
        <translation>Die Dateien selbst werden nicht angerührt.</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Open a &amp;folder…</source>
        <translation>Einen &amp;Ordner öffnen…</translation>
    </message>
    <message>
        <source>&amp;Save the filter as collection…</source>
        <translation>Den Filter als Sammlung &amp;sichern…</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
        <source>&amp;Show in folder</source>
        <translation>Im Ordner &amp;zeigen</translation>
    </message>
    <message>
        <source>&amp;Forget this folder…</source>
        <translation>Diesen Ordner &amp;vergessen…</translation>
    </message>
    <message>
        <source>Only in &amp;what is open</source>
        <translation>Nur &amp;in dem, was offen ist</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>&amp;Replace by the present filter</source>
        <translation>&amp;Durch den jetzigen Filter ersetzen</translation>
    </message>
    <message>
        <source>Re&amp;move…</source>
        <translation>&amp;Entfernen…</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::LibraryTreeModel</name>
    <message>
        <source>All photos</source>
        <translation>Alle Fotos</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Collections</source>
        <translation>Sammlungen</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>offline</translation>
    </message>
    <message>
        <source>The photos of all folders that were ever opened</source>
        <translation>Die Fotos aller Ordner, die je geöffnet wurden</translation>
    </message>
    <message>
        <source>%1
was not there at the last look. Its photos, marks and scores are remembered until it comes back.</source>
        <translation>%1
war beim letzten Blick nicht da. Seine Fotos, Markierungen und Werte bleiben gemerkt, bis er wiederkommt.</translation>
    </message>
    <message>
        <source>Photos that were opened by themselves, not with their folder</source>
        <translation>Fotos, die einzeln geöffnet wurden, nicht mit ihrem Ordner</translation>
    </message>
    <message>
        <source>Filter: %1</source>
        <translation>Filter: %1</translation>
    </message>
    <message>
        <source>collection</source>
        <translation>Sammlung</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>Ordner</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos</source>
        <translation>
            <numerusform>%Ln Foto</numerusform>
            <numerusform>%Ln Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>Single photos</source>
        <translation>Einzelne Fotos</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::LicenceDialog</name>
    <message>
        <source>Licence of the model</source>
        <translation>Lizenz des Modells</translation>
    </message>
    <message>
        <source>Licence: %1</source>
        <translation>Lizenz: %1</translation>
    </message>
    <message>
        <source>%1 are downloaded from %2.</source>
        <translation>%1 werden von %2 heruntergeladen.</translation>
    </message>
    <message>
        <source>The file is downloaded from %1.</source>
        <translation>Die Datei wird von %1 heruntergeladen.</translation>
    </message>
    <message>
        <source>I &amp;accept these terms</source>
        <translation>Ich &amp;nehme diese Bedingungen an</translation>
    </message>
    <message>
        <source>&amp;Download</source>
        <translation>&amp;Herunterladen</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::LoupeView</name>
    <message>
        <source>Filmstrip</source>
        <translation>Filmstreifen</translation>
    </message>
    <message>
        <source>No map: %1</source>
        <translation>Keine Karte: %1</translation>
    </message>
    <message>
        <source>Computing the map…</source>
        <translation>Karte wird berechnet …</translation>
    </message>
    <message>
        <source>This photo cannot be shown.
%1</source>
        <translation>Dieses Foto kann nicht gezeigt werden.
%1</translation>
    </message>
    <message>
        <source>Damaged file: part of the picture is missing. It is not scored.</source>
        <translation>Beschädigte Datei: Ein Teil des Bildes fehlt. Es wird nicht bewertet.</translation>
    </message>
    <message>
        <source>No map: there is no model.</source>
        <translation>Keine Karte: Es gibt kein Modell.</translation>
    </message>
    <message>
        <source>This model has no map to show.</source>
        <translation>Dieses Modell hat keine Karte zu zeigen.</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MainWindow</name>
    <message>
        <source>Marks of all photos that are open</source>
        <translation>Markierungen aller offenen Fotos</translation>
    </message>
    <message>
        <source>%1 picked · %2 rejected</source>
        <translation>%1 ausgewählt · %2 abgelehnt</translation>
    </message>
    <message>
        <source>R&amp;eport…</source>
        <translation>B&amp;ericht…</translation>
    </message>
    <message>
        <source>&amp;Write stars into sidecars…</source>
        <translation>Sterne in &amp;Begleitdateien schreiben…</translation>
    </message>
    <message>
        <source>Touchstone</source>
        <translation>Touchstone</translation>
    </message>
    <message>
        <source>%1 – Touchstone</source>
        <translation>%1 – Touchstone</translation>
    </message>
    <message>
        <source>Open a folder of photos</source>
        <translation>Einen Ordner mit Fotos öffnen</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>Kopiert: %1</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>&amp;Open folder…</source>
        <translation>Ordner ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>&amp;Neu einlesen</translation>
    </message>
    <message>
        <source>&amp;New window</source>
        <translation>Neues &amp;Fenster</translation>
    </message>
    <message>
        <source>&amp;Show in folder</source>
        <translation>Im &amp;Ordner zeigen</translation>
    </message>
    <message>
        <source>&amp;Copy as command</source>
        <translation>Als &amp;Befehl kopieren</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>S&amp;core photos without a score</source>
        <translation>Fotos ohne Wert be&amp;werten</translation>
    </message>
    <message>
        <source>&amp;Pause scoring</source>
        <translation>Bewertung an&amp;halten</translation>
    </message>
    <message>
        <source>C&amp;ancel scoring</source>
        <translation>Bewertung abb&amp;rechen</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>Ansichten</translation>
    </message>
    <message>
        <source>&amp;Grid</source>
        <translation>&amp;Raster</translation>
    </message>
    <message>
        <source>&amp;Loupe</source>
        <translation>&amp;Lupe</translation>
    </message>
    <message>
        <source>Open the photo in the loupe</source>
        <translation>Das Foto in der Lupe öffnen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Order changed – &amp;re-rank</source>
        <translation>Reihenfolge geändert – n&amp;eu ordnen</translation>
    </message>
    <message>
        <source>&amp;Reverse the order</source>
        <translation>Reihenfolge &amp;umkehren</translation>
    </message>
    <message>
        <source>&amp;Larger thumbnails</source>
        <translation>&amp;Größere Vorschaubilder</translation>
    </message>
    <message>
        <source>&amp;Smaller thumbnails</source>
        <translation>&amp;Kleinere Vorschaubilder</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>Loupe</source>
        <translation>Lupe</translation>
    </message>
    <message>
        <source>&amp;Next photo</source>
        <translation>&amp;Nächstes Foto</translation>
    </message>
    <message>
        <source>&amp;Previous photo</source>
        <translation>&amp;Voriges Foto</translation>
    </message>
    <message>
        <source>&amp;100 % and back</source>
        <translation>&amp;100 % und zurück</translation>
    </message>
    <message>
        <source>&amp;Heat map</source>
        <translation>&amp;Heatmap</translation>
    </message>
    <message>
        <source>Previous scale of the map</source>
        <translation>Vorige Größe der Karte</translation>
    </message>
    <message>
        <source>Next scale of the map</source>
        <translation>Nächste Größe der Karte</translation>
    </message>
    <message>
        <source>Opacity of the map</source>
        <translation>Deckkraft der Karte</translation>
    </message>
    <message>
        <source>Read the cell to the left</source>
        <translation>Die Zelle links ablesen</translation>
    </message>
    <message>
        <source>Read the cell to the right</source>
        <translation>Die Zelle rechts ablesen</translation>
    </message>
    <message>
        <source>Read the cell above</source>
        <translation>Die Zelle darüber ablesen</translation>
    </message>
    <message>
        <source>Read the cell below</source>
        <translation>Die Zelle darunter ablesen</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;What is this?</source>
        <translation>&amp;Was ist das?</translation>
    </message>
    <message>
        <source>&amp;About Touchstone</source>
        <translation>Ü&amp;ber Touchstone</translation>
    </message>
    <message>
        <source>&amp;Photos</source>
        <translation>&amp;Fotos</translation>
    </message>
    <message>
        <source>&amp;Recent folders</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>Aus&amp;sehen</translation>
    </message>
    <message>
        <source>As the &amp;desktop</source>
        <translation>Wie der &amp;Desktop</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>D&amp;unkel</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation>Werkzeugleiste</translation>
    </message>
    <message>
        <source> Rank by: </source>
        <translation> Ordnen nach: </translation>
    </message>
    <message>
        <source>Rank by</source>
        <translation>Ordnen nach</translation>
    </message>
    <message>
        <source>Size of the thumbnails</source>
        <translation>Größe der Vorschaubilder</translation>
    </message>
    <message>
        <source>Size of the thumbnails (Ctrl + wheel)</source>
        <translation>Größe der Vorschaubilder (Strg + Mausrad)</translation>
    </message>
    <message>
        <source>Photos, ranked</source>
        <translation>Fotos, geordnet</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Issues</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Zoom: 100 % is one pixel of the photo on one pixel of the screen</source>
        <translation>Zoom: 100 % ist ein Pixel des Fotos auf einem Pixel des Bildschirms</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Photos are shown without scores. %1</source>
        <translation>Die Fotos werden ohne Werte gezeigt. %1</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Date modified</source>
        <translation>Änderungsdatum</translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation>Einen Ordner öffnen …</translation>
    </message>
    <message>
        <source>Which photos?</source>
        <translation>Welche Fotos?</translation>
    </message>
    <message>
        <source>Open a folder, or drop one here. Photos are only read, never changed.</source>
        <translation>Einen Ordner öffnen oder hierher ziehen. Fotos werden nur gelesen, nie verändert.</translation>
    </message>
    <message>
        <source>Cannot be opened</source>
        <translation>Kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>Open another folder…</source>
        <translation>Einen anderen Ordner öffnen …</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Neu einlesen</translation>
    </message>
    <message>
        <source>Show issues</source>
        <translation>Probleme zeigen</translation>
    </message>
    <message>
        <source>No photos here</source>
        <translation>Hier sind keine Fotos</translation>
    </message>
    <message>
        <source>%1
has no file that looks like a photo (JPEG, PNG, TIFF, WebP, HEIC, AVIF, JPEG XL, GIF, BMP or RAW), nor have its subfolders. Hidden files are left out.</source>
        <translation>%1
enthält keine Datei, die nach einem Foto aussieht (JPEG, PNG, TIFF, WebP, HEIC, AVIF, JPEG XL, GIF, BMP oder RAW), auch nicht in Unterordnern. Versteckte Dateien bleiben außer Acht.</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>löschen</translation>
    </message>
    <message>
        <source>1 issue</source>
        <translation>1 Problem</translation>
    </message>
    <message numerus="yes">
        <source>%Ln issues</source>
        <translation>
            <numerusform>%Ln Problem</numerusform>
            <numerusform>%Ln Probleme</numerusform>
        </translation>
    </message>
    <message>
        <source>The only file could not be read as a photo. The Issues list says why.</source>
        <translation>Die einzige Datei ließ sich nicht als Foto lesen. Die Liste der Probleme sagt, warum.</translation>
    </message>
    <message numerus="yes">
        <source>None of the %Ln files could be read as a photo. The Issues list says why.</source>
        <translation>
            <numerusform>Die %Ln Datei ließ sich nicht als Foto lesen. Die Liste der Probleme sagt, warum.</numerusform>
            <numerusform>Keine der %Ln Dateien ließ sich als Foto lesen. Die Liste der Probleme sagt, warum.</numerusform>
        </translation>
    </message>
    <message>
        <source>Photos are shown without scores: %1</source>
        <translation>Die Fotos werden ohne Werte gezeigt: %1</translation>
    </message>
    <message>
        <source>&amp;Resume scoring</source>
        <translation>Bewertung &amp;fortsetzen</translation>
    </message>
    <message>
        <source>Resume scoring</source>
        <translation>Bewertung fortsetzen</translation>
    </message>
    <message>
        <source>Pause scoring</source>
        <translation>Bewertung anhalten</translation>
    </message>
    <message>
        <source>&amp;All photos</source>
        <translation>&amp;Alle Fotos</translation>
    </message>
    <message>
        <source>&amp;Filter…</source>
        <translation>&amp;Filtern…</translation>
    </message>
    <message>
        <source>Rank by l&amp;ikeness to this photo</source>
        <translation>Nach Ähn&amp;lichkeit mit diesem Foto ordnen</translation>
    </message>
    <message>
        <source>Sa&amp;ve the filter as collection…</source>
        <translation>Den Filter als Sammlung s&amp;ichern…</translation>
    </message>
    <message>
        <source>&amp;Marks</source>
        <translation>&amp;Markierungen</translation>
    </message>
    <message>
        <source>The library could not be changed. %1</source>
        <translation>Die Bibliothek konnte nicht geändert werden. %1</translation>
    </message>
    <message>
        <source>All photos</source>
        <translation>Alle Fotos</translation>
    </message>
    <message>
        <source>Save as collection</source>
        <translation>Als Sammlung sichern</translation>
    </message>
    <message>
        <source>Name of the collection:</source>
        <translation>Name der Sammlung:</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>Markierungen</translation>
    </message>
    <message>
        <source>No stars</source>
        <translation>Keine Sterne</translation>
    </message>
    <message numerus="yes">
        <source>%Ln stars</source>
        <translation>
            <numerusform>%Ln Stern</numerusform>
            <numerusform>%Ln Sterne</numerusform>
        </translation>
    </message>
    <message>
        <source>Label: %1</source>
        <translation>Farbe: %1</translation>
    </message>
    <message>
        <source>&amp;Pick</source>
        <translation>Aus&amp;wählen</translation>
    </message>
    <message>
        <source>Re&amp;ject</source>
        <translation>&amp;Ablehnen</translation>
    </message>
    <message>
        <source>&amp;Clear the flag</source>
        <translation>Fahne w&amp;egnehmen</translation>
    </message>
    <message>
        <source>&amp;Go on to the next photo after a mark</source>
        <translation>Nach einer Markierung zum &amp;nächsten Foto</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>&amp;Rückgängig: %1</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>&amp;Wiederholen: %1</translation>
    </message>
    <message>
        <source>Undone: %1</source>
        <translation>Rückgängig gemacht: %1</translation>
    </message>
    <message>
        <source>Done again: %1</source>
        <translation>Wiederholt: %1</translation>
    </message>
    <message>
        <source>The marks could not be kept, and are as they were. %1</source>
        <translation>Die Markierungen konnten nicht aufbewahrt werden und sind wie zuvor. %1</translation>
    </message>
    <message>
        <source>The library is open for reading only, so marks cannot be kept.</source>
        <translation>Die Bibliothek ist nur zum Lesen geöffnet, daher bleiben Markierungen nicht erhalten.</translation>
    </message>
    <message>
        <source>Marks cannot be kept: %1</source>
        <translation>Markierungen bleiben nicht erhalten: %1</translation>
    </message>
    <message>
        <source>Likeness to %1</source>
        <translation>Ähnlichkeit mit %1</translation>
    </message>
    <message>
        <source>Date captured</source>
        <translation>Aufnahmedatum</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Sterne</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Schärfe</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>Dateigröße</translation>
    </message>
    <message>
        <source>Photos can be compared when Re-IQA has scored them.</source>
        <translation>Fotos lassen sich vergleichen, wenn Re-IQA sie bewertet hat.</translation>
    </message>
    <message>
        <source>No photo fits</source>
        <translation>Kein Foto passt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>%Ln gewählt</numerusform>
            <numerusform>%Ln gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Pr&amp;eferences…</source>
        <translation>&amp;Einstellungen …</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>&amp;Vergleichen</translation>
    </message>
    <message>
        <source>S&amp;tack bursts and near-duplicates</source>
        <translation>Serien und fast Gleiche s&amp;tapeln</translation>
    </message>
    <message>
        <source>Open or close the st&amp;ack</source>
        <translation>St&amp;apel öffnen oder schließen</translation>
    </message>
    <message>
        <source>Propose &amp;what to keep…</source>
        <translation>Vorschlagen, &amp;was bleibt …</translation>
    </message>
    <message>
        <source>Acc&amp;ept the proposal</source>
        <translation>Vorschlag ann&amp;ehmen</translation>
    </message>
    <message>
        <source>&amp;Decline the proposal</source>
        <translation>Vorschlag a&amp;blehnen</translation>
    </message>
    <message>
        <source>&amp;Keep this one, reject the others</source>
        <translation>&amp;Dieses behalten, die anderen ablehnen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Take the photo out of the comparison</source>
        <translation>Das Foto aus dem Vergleich nehmen</translation>
    </message>
    <message>
        <source>Not kept: %1</source>
        <translation>Nicht gespeichert: %1</translation>
    </message>
    <message>
        <source>There is nothing to compare this photo with: choose two or more.</source>
        <translation>Es gibt nichts, womit dieses Foto verglichen werden könnte: Wählen Sie zwei oder mehr.</translation>
    </message>
    <message>
        <source>Choose the photos that this one is kept of; it is in no group.</source>
        <translation>Wählen Sie die Fotos, von denen dieses bleiben soll; es gehört zu keiner Gruppe.</translation>
    </message>
    <message>
        <source>These photos belong together; none is rejected for another.</source>
        <translation>Diese Fotos gehören zusammen; keines wird für ein anderes abgelehnt.</translation>
    </message>
    <message>
        <source>What is proposed, and why</source>
        <translation>Was vorgeschlagen wird, und warum</translation>
    </message>
    <message>
        <source>&amp;Test the map</source>
        <translation>Karte &amp;prüfen</translation>
    </message>
    <message>
        <source>Cover or blur a part of the photo and see what the score does; on a cell: cover it</source>
        <translation>Einen Teil des Fotos abdecken oder verwischen und sehen, was die Bewertung tut; auf einer Zelle: sie abdecken</translation>
    </message>
    <message>
        <source>As the &amp;model saw it</source>
        <translation>Wie das &amp;Modell es sah</translation>
    </message>
    <message>
        <source>Every size of the photo that the model looked at, side by side</source>
        <translation>Alle Größen des Fotos, die das Modell angesehen hat, nebeneinander</translation>
    </message>
    <message>
        <source>&amp;Clipped shadows and highlights</source>
        <translation>&amp;Abgeschnittene Tiefen und Lichter</translation>
    </message>
    <message>
        <source>&amp;What is in focus</source>
        <translation>Was &amp;scharf ist</translation>
    </message>
    <message>
        <source>Screen &amp;profile</source>
        <translation>Bildschirm&amp;profil</translation>
    </message>
    <message>
        <source>sRGB</source>
        <translation>sRGB</translation>
    </message>
    <message>
        <source>&amp;Choose a file…</source>
        <translation>&amp;Datei wählen…</translation>
    </message>
    <message>
        <source>The screen&apos;s profile</source>
        <translation>Das Profil des Bildschirms</translation>
    </message>
    <message>
        <source>ICC profiles (*.icc *.icm)</source>
        <translation>ICC-Profile (*.icc *.icm)</translation>
    </message>
    <message>
        <source>%1 is no screen profile that can be used: RGB with a matrix, not with tables.</source>
        <translation>%1 ist kein brauchbares Bildschirmprofil: RGB mit Matrix, nicht mit Tabellen.</translation>
    </message>
    <message>
        <source>&amp;Take stars over from files…</source>
        <translation>Sterne aus Dateien ü&amp;bernehmen…</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>&amp;Modelle…</translation>
    </message>
    <message>
        <source>Move to &amp;trash…</source>
        <translation>In den &amp;Papierkorb…</translation>
    </message>
    <message>
        <source>&amp;Map</source>
        <translation>&amp;Karte</translation>
    </message>
    <message>
        <source>All photos as points: what is alike lies near each other</source>
        <translation>Alle Fotos als Punkte: Was sich ähnelt, liegt nah beieinander</translation>
    </message>
    <message>
        <source>Choose with a l&amp;asso on the map</source>
        <translation>Auf der Karte mit dem L&amp;asso wählen</translation>
    </message>
    <message>
        <source>Gathering photos…</source>
        <translation>Fotos werden zusammengestellt …</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MapCanvas</name>
    <message>
        <source>Library map</source>
        <translation>Karte der Bibliothek</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MapDifference</name>
    <message>
        <source>they have another shape</source>
        <translation>sie haben eine andere Form</translation>
    </message>
    <message>
        <source>they do not show the same scene closely enough</source>
        <translation>sie zeigen nicht genau genug dieselbe Szene</translation>
    </message>
    <message>
        <source>they are shifted or turned too far</source>
        <translation>sie sind zu weit verschoben oder gedreht</translation>
    </message>
    <message>
        <source>one of them has no detail to go by</source>
        <translation>eines davon hat keine Einzelheiten, nach denen es gehen könnte</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MapTester</name>
    <message>
        <source>Not scored: %1</source>
        <translation>Nicht bewertet: %1</translation>
    </message>
    <message>
        <source>%1 of %2 cells  %3</source>
        <extracomment>%1 cells done, %2 all cells, %3 &quot;about 20 s left&quot; or nothing</extracomment>
        <translation>%1 von %2 Zellen  %3</translation>
    </message>
    <message>
        <source>The sweep ended early: %1</source>
        <translation>Der Durchgang endete vorzeitig: %1</translation>
    </message>
    <message>
        <source>The sweep was cancelled.</source>
        <translation>Der Durchgang wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Sweep all cells</source>
        <translation>Alle Zellen durchgehen</translation>
    </message>
    <message numerus="yes">
        <source>Sweep all %Ln cells of %1</source>
        <translation>
            <numerusform>Die %Ln Zelle von %1 durchgehen</numerusform>
            <numerusform>Alle %Ln Zellen von %1 durchgehen</numerusform>
        </translation>
    </message>
    <message>
        <source>Chosen: %1 × %2 pixels</source>
        <extracomment>%1 width, %2 height in pixels</extracomment>
        <translation>Gewählt: %1 × %2 Pixel</translation>
    </message>
    <message numerus="yes">
        <source>Chosen: %Ln cells of %1</source>
        <extracomment>%1 scale (&quot;224 px&quot;)</extracomment>
        <translation>
            <numerusform>Gewählt: %Ln Zelle von %1</numerusform>
            <numerusform>Gewählt: %Ln Zellen von %1</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no model to ask.</source>
        <translation>Es gibt kein Modell, das gefragt werden könnte.</translation>
    </message>
    <message>
        <source>Scoring the changed copy…</source>
        <translation>Die veränderte Kopie wird bewertet…</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>%1 model, %2 &quot;71.3 → 64.0 (−7.3)&quot;</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Covering one cell after the other…</source>
        <translation>Eine Zelle nach der anderen wird abgedeckt…</translation>
    </message>
    <message>
        <source>This model gives no score, so there is nothing to measure.</source>
        <translation>Dieses Modell gibt keine Bewertung, also gibt es nichts zu messen.</translation>
    </message>
    <message>
        <source>Measured, %1: how far the score falls without each cell. Rank correlation with the map on the left: %2 (1 = the same order, 0 = none).</source>
        <translation>Gemessen, %1: wie weit die Bewertung ohne jede Zelle fällt. Rangkorrelation mit der Karte links: %2 (1 = dieselbe Reihenfolge, 0 = keine).</translation>
    </message>
    <message>
        <source>Measured, %1: how far the score falls without each cell. There are too few different values for a rank correlation.</source>
        <translation>Gemessen, %1: wie weit die Bewertung ohne jede Zelle fällt. Für eine Rangkorrelation gibt es zu wenige verschiedene Werte.</translation>
    </message>
    <message>
        <source>The map on the right was measured for the cells of %1.</source>
        <extracomment>%1 scale (&quot;224 px&quot;)</extracomment>
        <translation>Die Karte rechts wurde für die Zellen von %1 gemessen.</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MapView</name>
    <message>
        <source>Near each other:</source>
        <translation>Nah beieinander:</translation>
    </message>
    <message>
        <source>What lies near each other</source>
        <translation>Was nah beieinander liegt</translation>
    </message>
    <message>
        <source>what looks alike (colours, coarse shapes)</source>
        <translation>was ähnlich aussieht (Farben, grobe Formen)</translation>
    </message>
    <message>
        <source>alike content (Re-IQA)</source>
        <translation>ähnlicher Inhalt (Re-IQA)</translation>
    </message>
    <message>
        <source>alike quality (Re-IQA)</source>
        <translation>ähnliche Qualität (Re-IQA)</translation>
    </message>
    <message>
        <source>Appearance is measured on the thumbnails, without any model: which colours lie where, and where edges run. It does not know what a photo shows. Content and quality are features of a Re-IQA model.</source>
        <translation>Das Aussehen wird an den Vorschaubildern gemessen, ohne Modell: welche Farben wo liegen und wo Kanten verlaufen. Was ein Foto zeigt, weiß es nicht. Inhalt und Qualität sind Merkmale eines Re-IQA-Modells.</translation>
    </message>
    <message>
        <source>Colours of the scores</source>
        <translation>Farben der Werte</translation>
    </message>
    <message>
        <source>Cividis</source>
        <translation>Cividis</translation>
    </message>
    <message>
        <source>Viridis</source>
        <translation>Viridis</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>Grau</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>Lasso</translation>
    </message>
    <message>
        <source>Dragging draws an outline, and chooses the photos in it. Shift adds to what is chosen, Ctrl takes away; with these keys it works without this button, too.</source>
        <translation>Ziehen zeichnet einen Umriss und wählt die Fotos darin. Umschalt fügt zur Auswahl hinzu, Strg nimmt weg; mit diesen Tasten geht es auch ohne diesen Knopf.</translation>
    </message>
    <message>
        <source>Whole map</source>
        <translation>Ganze Karte</translation>
    </message>
    <message>
        <source>Shows the whole map (Home)</source>
        <translation>Zeigt die ganze Karte (Pos1)</translation>
    </message>
    <message>
        <source>Photos changed – lay out again</source>
        <translation>Fotos haben sich geändert – neu anordnen</translation>
    </message>
    <message>
        <source>Photos came or went since the map was made</source>
        <translation>Seit die Karte gemacht wurde, sind Fotos dazugekommen oder verschwunden</translation>
    </message>
    <message>
        <source>Progress of the map</source>
        <translation>Fortschritt der Karte</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop laying out</source>
        <translation>Anordnen abbrechen</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>no score yet</source>
        <translation>noch kein Wert</translation>
    </message>
    <message>
        <source>The map is being made…</source>
        <translation>Die Karte wird gemacht …</translation>
    </message>
    <message>
        <source>Content and quality need a Re-IQA model. What photos look like can be shown without one.</source>
        <translation>Inhalt und Qualität brauchen ein Re-IQA-Modell. Wie Fotos aussehen, lässt sich auch ohne zeigen.</translation>
    </message>
    <message>
        <source>No photo has a thumbnail yet. They are made as photos are looked at, or all of them now.</source>
        <translation>Noch kein Foto hat ein Vorschaubild. Sie entstehen, wenn Fotos angesehen werden, oder alle jetzt.</translation>
    </message>
    <message>
        <source>No photo has been looked at by the Re-IQA model yet.</source>
        <translation>Das Re-IQA-Modell hat noch kein Foto angesehen.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos on the map</source>
        <translation>
            <numerusform>%Ln Foto auf der Karte</numerusform>
            <numerusform>%Ln Fotos auf der Karte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos have no thumbnail yet</source>
        <translation>
            <numerusform>%Ln Foto hat noch kein Vorschaubild</numerusform>
            <numerusform>%Ln Fotos haben noch kein Vorschaubild</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos have no features yet</source>
        <translation>
            <numerusform>%Ln Foto hat noch keine Merkmale</numerusform>
            <numerusform>%Ln Fotos haben noch keine Merkmale</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos cannot be placed</source>
        <translation>
            <numerusform>%Ln Foto lässt sich nicht einordnen</numerusform>
            <numerusform>%Ln Fotos lassen sich nicht einordnen</numerusform>
        </translation>
    </message>
    <message>
        <source>there is no difference between them</source>
        <translation>zwischen ihnen gibt es keinen Unterschied</translation>
    </message>
    <message>
        <source>one photo alone has no neighbours</source>
        <translation>ein Foto allein hat keine Nachbarn</translation>
    </message>
    <message>
        <source>1st axis: %1 % of all differences</source>
        <extracomment>%1 a percentage</extracomment>
        <translation>1. Achse: %1 % aller Unterschiede</translation>
    </message>
    <message>
        <source>2nd axis: %1 % of all differences</source>
        <extracomment>%1 a percentage</extracomment>
        <translation>2. Achse: %1 % aller Unterschiede</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle …</translation>
    </message>
    <message>
        <source>Make them now</source>
        <translation>Jetzt machen</translation>
    </message>
    <message>
        <source>Score them now</source>
        <translation>Jetzt bewerten</translation>
    </message>
    <message>
        <source>Library map</source>
        <translation>Karte der Bibliothek</translation>
    </message>
    <message>
        <source>Library map: %1</source>
        <translation>Karte der Bibliothek: %1</translation>
    </message>
    <message>
        <source>The map is made when all photos have been found.</source>
        <translation>Die Karte wird gemacht, sobald alle Fotos gefunden sind.</translation>
    </message>
    <message>
        <source>Lay out again</source>
        <translation>Neu anordnen</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MarkImportDialog</name>
    <message>
        <source>Where the two differ, take what the &amp;file says</source>
        <translation>Wo beide sich widersprechen, gilt die &amp;Datei</translation>
    </message>
    <message>
        <source>Reading sidecars…</source>
        <translation>Begleitdateien werden gelesen…</translation>
    </message>
    <message>
        <source>&amp;Take over</source>
        <translation>Ü&amp;bernehmen</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>A&amp;nhalten</translation>
    </message>
    <message>
        <source>Take stars over</source>
        <translation>Sterne übernehmen</translation>
    </message>
    <message>
        <source>Stars, labels and rejections that other programs gave, in sidecars or inside the photos. What is ticked is taken into the library; files are not changed.</source>
        <translation>Sterne, Farben und Ablehnungen anderer Programme, aus Begleitdateien oder aus den Fotos selbst. Was angehakt ist, kommt in die Bibliothek; Dateien werden nicht verändert.</translation>
    </message>
    <message>
        <source>Marks that were found</source>
        <translation>Gefundene Marken</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) have marks that the library has not.</source>
        <translation>
            <numerusform>%Ln Foto hat Marken, die die Bibliothek nicht hat.</numerusform>
            <numerusform>%Ln Fotos haben Marken, die die Bibliothek nicht hat.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) are marked otherwise here.</source>
        <translation>
            <numerusform>%Ln Foto ist hier anders markiert.</numerusform>
            <numerusform>%Ln Fotos sind hier anders markiert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) are marked the same.</source>
        <translation>
            <numerusform>%Ln Foto ist gleich markiert.</numerusform>
            <numerusform>%Ln Fotos sind gleich markiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped before all photos were read.</source>
        <translation>Angehalten, bevor alle Fotos gelesen waren.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) cannot be read:</source>
        <translation>
            <numerusform>%Ln Datei kann nicht gelesen werden:</numerusform>
            <numerusform>%Ln Dateien können nicht gelesen werden:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Take over %Ln photo(s)</source>
        <translation>
            <numerusform>%Ln Foto ü&amp;bernehmen</numerusform>
            <numerusform>%Ln Fotos ü&amp;bernehmen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MarkImportJob</name>
    <message>
        <source>The photo has two sidecars that differ; the newer one counts.</source>
        <translation>Das Foto hat zwei verschiedene Begleitdateien; die neuere gilt.</translation>
    </message>
    <message>
        <source>%1 has the same sidecar.</source>
        <translation>%1 hat dieselbe Begleitdatei.</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MarkImportTable</name>
    <message numerus="yes">
        <source>%Ln star(s)</source>
        <translation>
            <numerusform>%Ln Stern</numerusform>
            <numerusform>%Ln Sterne</numerusform>
        </translation>
    </message>
    <message>
        <source>Inside the photo</source>
        <translation>Im Foto selbst</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>Aus %1</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Is now</source>
        <translation>Ist jetzt</translation>
    </message>
    <message>
        <source>The file says</source>
        <translation>Die Datei sagt</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>Wird</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MarksBar</name>
    <message>
        <source>Marks</source>
        <translation>Markierungen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln stars</source>
        <translation>
            <numerusform>%Ln Stern</numerusform>
            <numerusform>%Ln Sterne</numerusform>
        </translation>
    </message>
    <message>
        <source>Label: %1</source>
        <translation>Farbe: %1</translation>
    </message>
    <message>
        <source>Pick</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MeasuredPane</name>
    <message>
        <source>Measured map of %1</source>
        <translation>Gemessene Karte von %1</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ModelJob</name>
    <message>
        <source>Downloading</source>
        <translation>Wird heruntergeladen</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>Converting</source>
        <translation>Wird umgewandelt</translation>
    </message>
    <message>
        <source>%1 is installed.</source>
        <translation>%1 ist installiert.</translation>
    </message>
    <message>
        <source>%1 is whole: its SHA-256 is the recorded one, and it loads.</source>
        <translation>%1 ist unversehrt: SHA-256 ist wie aufgezeichnet, und es lässt sich laden.</translation>
    </message>
    <message>
        <source>%1 loads; no SHA-256 is on record for it.</source>
        <translation>%1 lässt sich laden; zu ihm ist kein SHA-256 aufgezeichnet.</translation>
    </message>
    <message>
        <source>%1 was removed.</source>
        <translation>%1 wurde entfernt.</translation>
    </message>
    <message>
        <source>This counts when Touchstone is started the next time.</source>
        <translation>Das gilt, sobald Touchstone das nächste Mal gestartet wird.</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ModelTable</name>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>can be downloaded</source>
        <translation>kann heruntergeladen werden</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
    <message>
        <source>installed, runs by default</source>
        <translation>installiert, läuft immer mit</translation>
    </message>
    <message>
        <source>comes with Touchstone</source>
        <translation>gehört zu Touchstone</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>installiert</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Bewertungen</translation>
    </message>
    <message>
        <source>none by itself; a regressor that was fitted on it gives them</source>
        <translation>allein keine; ein Regressor, der darauf angepasst wurde, gibt sie</translation>
    </message>
    <message>
        <source>%1 to %2, higher is better</source>
        <translation>%1 bis %2, höher ist besser</translation>
    </message>
    <message>
        <source>%1 to %2, lower is better</source>
        <translation>%1 bis %2, niedriger ist besser</translation>
    </message>
    <message>
        <source> (%1 photos)</source>
        <translation> (%1 Fotos)</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>Gelernt an</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Veröffentlichung</translation>
    </message>
    <message>
        <source>In plain words</source>
        <translation>In einfachen Worten</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>SHA-256 of the file</source>
        <translation>SHA-256 der Datei</translation>
    </message>
    <message>
        <source>not published; recorded at the first download</source>
        <translation>nicht veröffentlicht; beim ersten Herunterladen aufgezeichnet</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Installed as</source>
        <translation>Installiert als</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ModelsDialog</name>
    <message>
        <source>&amp;Download…</source>
        <translation>&amp;Herunterladen…</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>&amp;Check</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>&amp;Entfernen…</translation>
    </message>
    <message>
        <source>Run by de&amp;fault</source>
        <translation>Immer &amp;mitlaufen</translation>
    </message>
    <message>
        <source>&amp;Add from a file…</source>
        <translation>Aus &amp;Datei hinzufügen…</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>What is known of the model</source>
        <translation>Was über das Modell bekannt ist</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft…</translation>
    </message>
    <message>
        <source>%1…</source>
        <translation>%1…</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1: %2 von %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Wird verbunden…</translation>
    </message>
    <message>
        <source>Remove the model</source>
        <translation>Modell entfernen</translation>
    </message>
    <message>
        <source>Remove %1 and its file?</source>
        <translation>%1 und seine Datei entfernen?</translation>
    </message>
    <message>
        <source>Its scores stay in the library.</source>
        <translation>Seine Bewertungen bleiben in der Bibliothek.</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>Removing…</source>
        <translation>Wird entfernt…</translation>
    </message>
    <message>
        <source>Add a model from a file</source>
        <translation>Modell aus einer Datei hinzufügen</translation>
    </message>
    <message>
        <source>Models (*.safetensors *.npz *.pth *.tar *.pt)</source>
        <translation>Modelle (*.safetensors *.npz *.pth *.tar *.pt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Converting…</source>
        <translation>Wird umgewandelt…</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::NeighboursCard</name>
    <message>
        <source>Alike</source>
        <translation>Ähnliche</translation>
    </message>
    <message>
        <source>Nearest in content</source>
        <translation>Am nächsten im Inhalt</translation>
    </message>
    <message>
        <source>The photos of this folder whose content features point most nearly the same way: they should share the subject.</source>
        <translation>Die Fotos dieses Ordners, deren Inhaltsmerkmale am ehesten in dieselbe Richtung zeigen: Sie sollten das Motiv gemeinsam haben.</translation>
    </message>
    <message>
        <source>Nearest in quality</source>
        <translation>Am nächsten in der Qualität</translation>
    </message>
    <message>
        <source>The photos of this folder whose quality features point most nearly the same way: they should share the faults.</source>
        <translation>Die Fotos dieses Ordners, deren Qualitätsmerkmale am ehesten in dieselbe Richtung zeigen: Sie sollten die Fehler gemeinsam haben.</translation>
    </message>
    <message>
        <source>Known when this photo has been scored by Re-IQA.</source>
        <translation>Bekannt, sobald dieses Foto von Re-IQA bewertet ist.</translation>
    </message>
    <message>
        <source>%1, cosine %2: 1 is the same direction</source>
        <extracomment>%1 file name, %2 a number from −1 to 1</extracomment>
        <translation>%1, Kosinus %2: 1 ist dieselbe Richtung</translation>
    </message>
    <message>
        <source>Open %1, cosine %2</source>
        <translation>%1 öffnen, Kosinus %2</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::PhotoOverlays</name>
    <message>
        <source>Green: what is in focus (steep edges in the full photo).</source>
        <translation>Grün: was scharf ist (steile Kanten im ganzen Foto).</translation>
    </message>
    <message>
        <source>Clipped shadows (blue, stripes falling): %1 %. Clipped highlights (orange, stripes rising): %2 %.</source>
        <translation>Abgeschnittene Tiefen (blau, fallende Streifen): %1 %. Abgeschnittene Lichter (orange, steigende Streifen): %2 %.</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::PreferencesDialog</name>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Some of this counts when Touchstone is started the next time.</source>
        <translation>Manches davon gilt erst, wenn Touchstone das nächste Mal gestartet wird.</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie die Arbeitsumgebung</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>&amp;Appearance:</source>
        <translation>&amp;Aussehen:</translation>
    </message>
    <message>
        <source>&amp;Score photos as soon as a folder is open</source>
        <translation>Fotos &amp;bewerten, sobald ein Ordner offen ist</translation>
    </message>
    <message>
        <source>Scoring:</source>
        <translation>Bewerten:</translation>
    </message>
    <message>
        <source>in your data folder</source>
        <translation>in Ihrem Datenordner</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>&amp;Wählen …</translation>
    </message>
    <message>
        <source>Choose the folder of the library</source>
        <translation>Ordner der Bibliothek wählen</translation>
    </message>
    <message>
        <source>&amp;Library:</source>
        <translation>Bib&amp;liothek:</translation>
    </message>
    <message>
        <source>TOUCHSTONE_LIBRARY names the folder: %1</source>
        <translation>TOUCHSTONE_LIBRARY nennt den Ordner: %1</translation>
    </message>
    <message>
        <source>The library that is open is in memory only.</source>
        <translation>Die offene Bibliothek ist nur im Speicher.</translation>
    </message>
    <message>
        <source>Open now: %1
Scores, marks and collections are in that folder, and are not moved: to take them along, copy it while Touchstone is not running.</source>
        <translation>Jetzt offen: %1
Wertungen, Markierungen und Sammlungen liegen in diesem Ordner und werden nicht verschoben: Um sie mitzunehmen, kopieren Sie ihn, während Touchstone nicht läuft.</translation>
    </message>
    <message>
        <source>&amp;Thumbnails on the disk, at most:</source>
        <translation>&amp;Vorschaubilder auf der Platte, höchstens:</translation>
    </message>
    <message>
        <source>&amp;Heat maps on the disk, at most:</source>
        <translation>&amp;Heatmaps auf der Platte, höchstens:</translation>
    </message>
    <message>
        <source>&amp;Delete them now</source>
        <translation>Jetzt &amp;löschen</translation>
    </message>
    <message>
        <source>Delete thumbnails, heat maps and features that are kept on the disk</source>
        <translation>Vorschaubilder, Heatmaps und Merkmale auf der Platte löschen</translation>
    </message>
    <message>
        <source>%1 freed. They are made again when they are needed.</source>
        <translation>%1 freigegeben. Sie werden neu gemacht, wenn sie gebraucht werden.</translation>
    </message>
    <message>
        <source>Folder of the library</source>
        <translation>Ordner der Bibliothek</translation>
    </message>
    <message>
        <source>Automatic: a GPU when there is one</source>
        <translation>Automatisch: eine GPU, wenn es eine gibt</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>Prozessor (CPU)</translation>
    </message>
    <message>
        <source>&amp;Networks run on:</source>
        <translation>&amp;Netze laufen auf:</translation>
    </message>
    <message>
        <source>Looking for GPUs…</source>
        <translation>GPUs werden gesucht …</translation>
    </message>
    <message>
        <source>Reference: 32 bits throughout</source>
        <translation>Referenz: durchgehend 32 Bit</translation>
    </message>
    <message>
        <source>Fast: 16 bits where the device has them</source>
        <translation>Schnell: 16 Bit, wo das Gerät sie hat</translation>
    </message>
    <message>
        <source>Fast scores differ from the reference by less than 0.3 points of 100. Photos that were scored with the other precision are scored again.</source>
        <translation>Schnelle Werte weichen von der Referenz um weniger als 0,3 Punkte von 100 ab. Fotos, die mit der anderen Genauigkeit bewertet wurden, werden noch einmal bewertet.</translation>
    </message>
    <message>
        <source>&amp;Precision:</source>
        <translation>&amp;Genauigkeit:</translation>
    </message>
    <message>
        <source>All GPUs</source>
        <translation>Alle GPUs</translation>
    </message>
    <message>
        <source>No GPU can be used: %1.</source>
        <translation>Keine GPU kann benutzt werden: %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n GPU(s) found.</source>
        <translation>
            <numerusform>%n GPU gefunden.</numerusform>
            <numerusform>%n GPUs gefunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>Geräte</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ProposalTable</name>
    <message>
        <source>Pick</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Proposed</source>
        <translation>Vorgeschlagen</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Beside</source>
        <translation>Neben</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ProposalsDialog</name>
    <message>
        <source>Proposals</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Proposed marks</source>
        <translation>Vorgeschlagene Markierungen</translation>
    </message>
    <message>
        <source>&amp;Groups, when the best is ahead by</source>
        <translation>&amp;Gruppen, wenn das beste vorn liegt um</translation>
    </message>
    <message>
        <source> points</source>
        <translation> Punkte</translation>
    </message>
    <message>
        <source>Points that the best must be ahead by</source>
        <translation>Punkte, um die das beste vorn liegen muss</translation>
    </message>
    <message>
        <source>The score on a scale of 100, and 6 points for each doubling of the sharpness. What is closer is a matter of taste.</source>
        <translation>Die Wertung auf einer Skala bis 100 und 6 Punkte für jede Verdopplung der Schärfe. Was näher beieinander liegt, ist Geschmackssache.</translation>
    </message>
    <message>
        <source>&amp;Black and white frames</source>
        <translation>&amp;Schwarze und weiße Bilder</translation>
    </message>
    <message>
        <source>&amp;Scores worse than</source>
        <translation>&amp;Wertungen schlechter als</translation>
    </message>
    <message>
        <source>Score that is too bad</source>
        <translation>Wertung, die zu schlecht ist</translation>
    </message>
    <message>
        <source>&amp;All</source>
        <translation>&amp;Alle</translation>
    </message>
    <message>
        <source>&amp;None</source>
        <translation>&amp;Keine</translation>
    </message>
    <message>
        <source>Tick all</source>
        <translation>Alle anhaken</translation>
    </message>
    <message>
        <source>Tick none</source>
        <translation>Keine anhaken</translation>
    </message>
    <message>
        <source>A&amp;ccept ticked</source>
        <translation>Angehakte a&amp;nnehmen</translation>
    </message>
    <message>
        <source>&amp;Decline ticked</source>
        <translation>Angehakte ab&amp;lehnen</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird nachgesehen …</translation>
    </message>
    <message numerus="yes">
        <source>%1 to pick, %2 to reject; %Ln of them ticked.</source>
        <translation>
            <numerusform>%1 auszuwählen, %2 abzulehnen; %Ln davon angehakt.</numerusform>
            <numerusform>%1 auszuwählen, %2 abzulehnen; %Ln davon angehakt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln groups</source>
        <translation>
            <numerusform>%Ln Gruppe</numerusform>
            <numerusform>%Ln Gruppen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln close calls</source>
        <translation>
            <numerusform>%Ln knapp</numerusform>
            <numerusform>%Ln knapp</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln kept whole</source>
        <translation>
            <numerusform>%Ln bleibt ganz</numerusform>
            <numerusform>%Ln bleiben ganz</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of which too little is known</source>
        <translation>
            <numerusform>%Ln, von der zu wenig bekannt ist</numerusform>
            <numerusform>%Ln, von denen zu wenig bekannt ist</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is marked before you accept; accepting is one step of undo.</source>
        <translation>Nichts wird markiert, bevor Sie annehmen; das Annehmen ist ein Schritt zum Rückgängigmachen.</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::RangeDialog</name>
    <message>
        <source>and</source>
        <comment>between 3 and 5</comment>
        <translation>und</translation>
    </message>
    <message>
        <source>Add a condition</source>
        <translation>Bedingung hinzufügen</translation>
    </message>
    <message>
        <source>on this day or later</source>
        <translation>an diesem Tag oder später</translation>
    </message>
    <message>
        <source>at least</source>
        <translation>mindestens</translation>
    </message>
    <message>
        <source>on this day or earlier</source>
        <translation>an diesem Tag oder früher</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>höchstens</translation>
    </message>
    <message>
        <source>on this day</source>
        <translation>an diesem Tag</translation>
    </message>
    <message>
        <source>exactly</source>
        <translation>genau</translation>
    </message>
    <message>
        <source>between</source>
        <translation>zwischen</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ReportDialog</name>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>&amp;Maps:</source>
        <translation>&amp;Karten:</translation>
    </message>
    <message>
        <source>Shows where the model looked, or what counted; takes a second or so for each photo.</source>
        <translation>Zeigt, wohin das Modell geschaut hat oder was gezählt hat; dauert etwa eine Sekunde je Foto.</translation>
    </message>
    <message>
        <source>for the first </source>
        <comment>followed by a number of photos</comment>
        <translation>für die ersten </translation>
    </message>
    <message>
        <source>Photo quality report</source>
        <translation>Bericht über die Bildqualität</translation>
    </message>
    <message>
        <source>&amp;Save as…</source>
        <translation>&amp;Speichern unter…</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>Copy as &amp;command</source>
        <translation>Als &amp;Befehl kopieren</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>&amp;Photos:</source>
        <translation>&amp;Fotos:</translation>
    </message>
    <message>
        <source>&amp;Form:</source>
        <translation>F&amp;orm:</translation>
    </message>
    <message>
        <source>&amp;Title:</source>
        <translation>&amp;Titel:</translation>
    </message>
    <message>
        <source>P&amp;aper:</source>
        <translation>P&amp;apier:</translation>
    </message>
    <message>
        <source>Every form names the models with their hashes, how the scores were made, and a hash of each photo. A JSON report can be checked later by touchstone-cli verify.</source>
        <translation>Jede Form nennt die Modelle mit ihren Prüfsummen, wie die Werte entstanden sind, und eine Prüfsumme jedes Fotos. Einen JSON-Bericht kann touchstone-cli verify später nachprüfen.</translation>
    </message>
    <message>
        <source>First page</source>
        <translation>Erste Seite</translation>
    </message>
    <message>
        <source>Selected (%1)</source>
        <translation>Ausgewählte (%1)</translation>
    </message>
    <message>
        <source>Shown (%1)</source>
        <translation>Gezeigte (%1)</translation>
    </message>
    <message>
        <source>All (%1)</source>
        <translation>Alle (%1)</translation>
    </message>
    <message>
        <source>Web page (HTML)</source>
        <translation>Webseite (HTML)</translation>
    </message>
    <message>
        <source>Document (PDF)</source>
        <translation>Dokument (PDF)</translation>
    </message>
    <message>
        <source>Contact sheet (PDF)</source>
        <translation>Kontaktbogen (PDF)</translation>
    </message>
    <message>
        <source>Contact sheet (PNG)</source>
        <translation>Kontaktbogen (PNG)</translation>
    </message>
    <message>
        <source>Table (CSV)</source>
        <translation>Tabelle (CSV)</translation>
    </message>
    <message>
        <source>Data that can be checked (JSON)</source>
        <translation>Nachprüfbare Daten (JSON)</translation>
    </message>
    <message>
        <source>A4</source>
        <translation>A4</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>Letter</translation>
    </message>
    <message>
        <source>There is nothing to show.</source>
        <translation>Es gibt nichts zu zeigen.</translation>
    </message>
    <message>
        <source>Photo report</source>
        <translation>Fotobericht</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>Writing %1…</source>
        <translation>%1 wird geschrieben…</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>Geschrieben: %1</translation>
    </message>
    <message>
        <source>Preview of the first page</source>
        <translation>Vorschau der ersten Seite</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ScalesView</name>
    <message>
        <source>Cannot be shown as the model saw it: %1</source>
        <translation>Kann nicht gezeigt werden, wie das Modell es sah: %1</translation>
    </message>
    <message>
        <source>Resizing as the model does…</source>
        <translation>Wird verkleinert, wie das Modell es tut…</translation>
    </message>
    <message>
        <source>Computing the map…</source>
        <translation>Die Karte wird berechnet…</translation>
    </message>
    <message>
        <source>This model does not look at several sizes of the photo.</source>
        <translation>Dieses Modell sieht sich nicht mehrere Größen des Fotos an.</translation>
    </message>
    <message>
        <source>%1 · %2 × %3 · %4 % of the attention</source>
        <extracomment>%1 scale (&quot;native size&quot;, &quot;384 px&quot;), %2 width, %3 height in pixels, %4 percentage</extracomment>
        <translation>%1 · %2 × %3 · %4 % der Aufmerksamkeit</translation>
    </message>
    <message>
        <source>%1 as the model saw it: %2</source>
        <extracomment>%1 photo, %2 scale</extracomment>
        <translation>%1, wie das Modell es sah: %2</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ScoreLegend</name>
    <message>
        <source>Legend of the scores</source>
        <translation>Legende der Werte</translation>
    </message>
    <message>
        <source>From %1 to %2</source>
        <extracomment>%1, %2 scores</extracomment>
        <translation>Von %1 bis %2</translation>
    </message>
    <message>
        <source>No scores yet</source>
        <translation>Noch keine Werte</translation>
    </message>
    <message>
        <source>The colour of a point is its photo&apos;s score. Points without a score are rings.</source>
        <translation>Die Farbe eines Punktes ist der Wert seines Fotos. Punkte ohne Wert sind Ringe.</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ScoringMenu</name>
    <message>
        <source>Scoring &amp;effort</source>
        <translation>&amp;Aufwand der Bewertung</translation>
    </message>
    <message>
        <source>Gently while I &amp;work</source>
        <translation>&amp;Sanft, während ich arbeite</translation>
    </message>
    <message>
        <source>On battery: at &amp;full speed</source>
        <translation>Im Akkubetrieb: mit &amp;voller Kraft</translation>
    </message>
    <message>
        <source>On battery: &amp;gently, half of the time</source>
        <translation>Im Akkubetrieb: s&amp;anft, die Hälfte der Zeit</translation>
    </message>
    <message>
        <source>On battery: wait for &amp;mains power</source>
        <translation>Im Akkubetrieb: auf &amp;Netzstrom warten</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ScoringStatus</name>
    <message>
        <source>Progress of scoring</source>
        <translation>Fortschritt der Bewertung</translation>
    </message>
    <message>
        <source>Looking for photos: %1 so far</source>
        <translation>Fotos werden gesucht: bisher %1</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Kürzel</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neue Taste</translation>
    </message>
    <message>
        <source>Set key</source>
        <translation>Taste setzen</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Choose an action to give it another key.</source>
        <translation>Eine Aktion wählen, um ihr eine andere Taste zu geben.</translation>
    </message>
    <message>
        <source>%1 is already the key for “%2”. Give that another key first.</source>
        <translation>%1 ist schon die Taste für „%2“. Dieser zuerst eine andere Taste geben.</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::SidecarDialog</name>
    <message>
        <source>Write the models&apos; &amp;scores as well, in a namespace of their own</source>
        <translation>Auch die &amp;Werte der Modelle schreiben, in einem eigenen Namensraum</translation>
    </message>
    <message>
        <source>&amp;Write</source>
        <translation>&amp;Schreiben</translation>
    </message>
    <message>
        <source>&amp;Undo the last writing</source>
        <translation>&amp;Letztes Schreiben rückgängig machen</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>Write sidecars</source>
        <translation>Begleitdateien schreiben</translation>
    </message>
    <message>
        <source>Stars, rejections and labels go into XMP files beside the photos, which Lightroom, darktable and digiKam read. The photos themselves are never changed, and what other programs wrote into a sidecar stays. Lightroom looks at sidecars of raw files only; XMP has no mark for picks.</source>
        <translation>Sterne, Verwerfungen und Farben kommen in XMP-Dateien neben den Fotos, die Lightroom, darktable und digiKam lesen. Die Fotos selbst werden nie verändert, und was andere Programme in eine Begleitdatei geschrieben haben, bleibt. Lightroom beachtet Begleitdateien nur bei Raw-Dateien; für ausgewählte Fotos kennt XMP kein Zeichen.</translation>
    </message>
    <message>
        <source>IMG.CR2.xmp, as darktable and digiKam</source>
        <translation>IMG.CR2.xmp, wie darktable und digiKam</translation>
    </message>
    <message>
        <source>IMG.xmp, as Lightroom and Capture One</source>
        <translation>IMG.xmp, wie Lightroom und Capture One</translation>
    </message>
    <message>
        <source>&amp;New sidecars:</source>
        <translation>&amp;Neue Begleitdateien:</translation>
    </message>
    <message>
        <source>Sidecar</source>
        <translation>Begleitdatei</translation>
    </message>
    <message>
        <source>Is now</source>
        <translation>Ist jetzt</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>Wird</translation>
    </message>
    <message>
        <source>What would change</source>
        <translation>Was sich ändern würde</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message numerus="yes">
        <source>%n sidecar(s) written.</source>
        <translation>
            <numerusform>%n Begleitdatei geschrieben.</numerusform>
            <numerusform>%n Begleitdateien geschrieben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sidecar(s) put back as they were.</source>
        <translation>
            <numerusform>%n Begleitdatei zurückgesetzt.</numerusform>
            <numerusform>%n Begleitdateien zurückgesetzt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading sidecars…</source>
        <translation>Begleitdateien werden gelesen…</translation>
    </message>
    <message>
        <source>%1 (new)</source>
        <translation>%1 (neu)</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>Hinweis: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n sidecar(s) would change.</source>
        <translation>
            <numerusform>%n Begleitdatei würde sich ändern.</numerusform>
            <numerusform>%n Begleitdateien würden sich ändern.</numerusform>
        </translation>
    </message>
    <message>
        <source>The first %1 are shown.</source>
        <translation>Die ersten %1 sind gezeigt.</translation>
    </message>
    <message numerus="yes">
        <source>%n sidecar(s) are left alone:</source>
        <translation>
            <numerusform>%n Begleitdatei bleibt, wie sie ist:</numerusform>
            <numerusform>%n Begleitdateien bleiben, wie sie sind:</numerusform>
        </translation>
    </message>
    <message>
        <source>Changed by another program</source>
        <translation>Von einem anderen Programm geändert</translation>
    </message>
    <message numerus="yes">
        <source>%n sidecar(s) were changed by another program after they were shown here, and were left as they are. Show what writing would change in them now?</source>
        <translation>
            <numerusform>%n Begleitdatei wurde von einem anderen Programm geändert, nachdem sie hier gezeigt war, und blieb, wie sie ist. Zeigen, was das Schreiben jetzt darin ändern würde?</numerusform>
            <numerusform>%n Begleitdateien wurden von einem anderen Programm geändert, nachdem sie hier gezeigt waren, und blieben, wie sie sind. Zeigen, was das Schreiben jetzt darin ändern würde?</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Show again</source>
        <translation>&amp;Noch einmal zeigen</translation>
    </message>
    <message>
        <source>&amp;Leave them</source>
        <translation>So &amp;lassen</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::TestPanel</name>
    <message>
        <source>Attention is where the model looked, not why the score is low: it may look at a part that hardly moves the score. Here you see what the score does without a part. A covered photo is itself unlike any that the model learned from, so small changes mean little.</source>
        <translation>Aufmerksamkeit ist, wohin das Modell gesehen hat, nicht warum die Bewertung niedrig ist: Es kann auf einen Teil sehen, der die Bewertung kaum bewegt. Hier sieht man, was die Bewertung ohne einen Teil tut. Ein abgedecktes Foto gleicht selbst keinem, aus dem das Modell gelernt hat; kleine Änderungen bedeuten wenig.</translation>
    </message>
    <message>
        <source>Choose the top cells:</source>
        <translation>Die stärksten Zellen wählen:</translation>
    </message>
    <message>
        <source>Chooses the cells of the shown map that the model looked at most.</source>
        <translation>Wählt die Zellen der gezeigten Karte, auf die das Modell am meisten gesehen hat.</translation>
    </message>
    <message>
        <source>How many cells</source>
        <translation>Wie viele Zellen</translation>
    </message>
    <message>
        <source>&amp;Cover</source>
        <translation>Ab&amp;decken</translation>
    </message>
    <message>
        <source>Paints it in the photo&apos;s mean colour, in a copy.</source>
        <translation>Übermalt ihn in der mittleren Farbe des Fotos, in einer Kopie.</translation>
    </message>
    <message>
        <source>B&amp;lur</source>
        <translation>Ver&amp;wischen</translation>
    </message>
    <message>
        <source>Takes the detail out of it, in a copy.</source>
        <translation>Nimmt ihm die Einzelheiten, in einer Kopie.</translation>
    </message>
    <message>
        <source>R&amp;estore</source>
        <translation>Wieder&amp;herstellen</translation>
    </message>
    <message>
        <source>Gives it back as it is in the photo.</source>
        <translation>Gibt ihn zurück, wie er im Foto ist.</translation>
    </message>
    <message>
        <source>Start &amp;again</source>
        <translation>&amp;Von vorn</translation>
    </message>
    <message>
        <source>Back to the photo as it is.</source>
        <translation>Zurück zum Foto, wie es ist.</translation>
    </message>
    <message>
        <source>Show the changed copy</source>
        <translation>Die veränderte Kopie zeigen</translation>
    </message>
    <message>
        <source>Off: the photo as it is. The file is never written to.</source>
        <translation>Aus: das Foto, wie es ist. In die Datei wird nie geschrieben.</translation>
    </message>
    <message>
        <source>Covers every cell of the shown map in turn and measures how far the score falls: a map of what matters, beside the map of where the model looked.</source>
        <translation>Deckt jede Zelle der gezeigten Karte der Reihe nach ab und misst, wie weit die Bewertung fällt: eine Karte dessen, worauf es ankommt, neben der Karte dessen, wohin das Modell gesehen hat.</translation>
    </message>
    <message>
        <source>Progress of the sweep</source>
        <translation>Fortschritt des Durchgangs</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>A&amp;bbrechen</translation>
    </message>
    <message>
        <source>Stops the sweep.</source>
        <translation>Hält den Durchgang an.</translation>
    </message>
    <message>
        <source>Draw a rectangle on the photo, or click a cell.</source>
        <translation>Ein Rechteck auf das Foto zeichnen oder auf eine Zelle klicken.</translation>
    </message>
    <message>
        <source>Points of the score: blue cells hold it up, orange ones pull it down.</source>
        <translation>Punkte der Bewertung: Blaue Zellen halten sie oben, orangefarbene ziehen sie herab.</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::TrustCard</name>
    <message>
        <source>⚠ Not my kind of picture: it is nearly one colour. The models learned from photographs; their number means nothing here.</source>
        <translation>⚠ Kein Bild meiner Art: Es ist fast einfarbig. Die Modelle haben aus Fotografien gelernt; ihre Zahl bedeutet hier nichts.</translation>
    </message>
    <message>
        <source>⚠ Not my kind of picture: it looks like a document, a drawing or a screenshot. The models learned from photographs; their number means little here.</source>
        <translation>⚠ Kein Bild meiner Art: Es sieht nach einem Dokument, einer Zeichnung oder einem Bildschirmfoto aus. Die Modelle haben aus Fotografien gelernt; ihre Zahl bedeutet hier wenig.</translation>
    </message>
    <message>
        <source>%1 of %2 copies  %3</source>
        <extracomment>%1 copies done, %2 all copies, %3 &quot;about 20 s left&quot; or nothing</extracomment>
        <translation>%1 von %2 Kopien  %3</translation>
    </message>
    <message>
        <source>Not measured: %1</source>
        <translation>Nicht gemessen: %1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Scoring small crops and resizes…</source>
        <translation>Kleine Ausschnitte und Verkleinerungen werden bewertet…</translation>
    </message>
    <message>
        <source>How steady is this score?</source>
        <translation>Wie beständig ist diese Bewertung?</translation>
    </message>
    <message>
        <source>Scores small crops and resizes of the photo, which a person would call the same photo.</source>
        <translation>Bewertet kleine Ausschnitte und Verkleinerungen des Fotos, die ein Mensch dasselbe Foto nennen würde.</translation>
    </message>
    <message>
        <source>This model gives no score, so there is nothing to measure.</source>
        <translation>Dieses Modell gibt keine Bewertung, also gibt es nichts zu messen.</translation>
    </message>
    <message numerus="yes">
        <source>Between %1 and %2 among %Ln small crops and resizes (standard deviation %3). A difference of less than about %4 to another photo says nothing.</source>
        <extracomment>%n copies; %1 lowest, %2 highest score; %3 standard deviation; %4 twice that</extracomment>
        <translation>
            <numerusform>Zwischen %1 und %2 bei %Ln kleinen Ausschnitt (Standardabweichung %3). Ein Unterschied von weniger als etwa %4 zu einem anderen Foto sagt nichts.</numerusform>
            <numerusform>Zwischen %1 und %2 bei %Ln kleinen Ausschnitten und Verkleinerungen (Standardabweichung %3). Ein Unterschied von weniger als etwa %4 zu einem anderen Foto sagt nichts.</numerusform>
        </translation>
    </message>
    <message>
        <source>Sharpness where the model looked: %1; of the whole frame: %2 (%3×).</source>
        <extracomment>%1, %2 levels per pixel, %3 how often</extracomment>
        <translation>Schärfe dort, wohin das Modell sah: %1; des ganzen Bildes: %2 (%3×).</translation>
    </message>
    <message>
        <source>What it looked at is sharp: a soft background is no fault here.</source>
        <translation>Was es ansah, ist scharf: Ein weicher Hintergrund ist hier kein Fehler.</translation>
    </message>
    <message>
        <source>What it looked at is softer than the rest: has the focus missed?</source>
        <translation>Was es ansah, ist weicher als der Rest: Sitzt die Schärfe falsch?</translation>
    </message>
    <message>
        <source>⚠ Far from what this model learned from: the photo&apos;s features lie %1 times as far from the mean as those of its training photos. Its number means little here.</source>
        <extracomment>%1 a number from 3 on</extracomment>
        <translation>⚠ Weit von dem entfernt, woran dieses Modell gelernt hat: Die Merkmale des Fotos liegen %1-mal so weit vom Mittel wie die seiner Trainingsfotos. Sein Wert bedeutet hier wenig.</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::Waterfall</name>
    <message>
        <source>What the score is made of</source>
        <translation>Woraus der Wert besteht</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>part of a score</comment>
        <extracomment>%1 a part of a score, %2 its number</extracomment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::WhatIsThisDialog</name>
    <message>
        <source>What is this?</source>
        <translation>Was ist das?</translation>
    </message>
    <message>
        <source>&lt;h3&gt;The score&lt;/h3&gt;&lt;p&gt;A neural network has learnt from thousands of people who rated photos. Its number guesses what such people would say of this photo’s technical quality: sharpness, noise, exposure, compression. It knows nothing of what the photo means to you. Each model has its own scale, so compare numbers of one model only.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Der Wert&lt;/h3&gt;&lt;p&gt;Ein neuronales Netz hat von Tausenden Menschen gelernt, die Fotos beurteilt haben. Seine Zahl schätzt, was solche Menschen zur technischen Qualität dieses Fotos sagen würden: Schärfe, Rauschen, Belichtung, Kompression. Was das Foto Ihnen bedeutet, weiß es nicht. Jedes Modell hat seine eigene Skala, deshalb nur Zahlen eines Modells vergleichen.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Better than … % of the others&lt;/h3&gt;&lt;p&gt;Where the photo stands among the photos of this folder that have a score by the same model. It moves while scoring runs.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Besser als … % der anderen&lt;/h3&gt;&lt;p&gt;Wo das Foto unter den Fotos dieses Ordners steht, die vom selben Modell einen Wert haben. Die Angabe bewegt sich, solange bewertet wird.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;h3&gt;The attention map&lt;/h3&gt;&lt;p&gt;The network looks at the photo at several sizes, cut into cells. The map shows how much each cell entered the score. 1× is an average cell. Attention is where the model looked, not why the score is low: a bright cell may have raised the score or lowered it.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Die Aufmerksamkeitskarte&lt;/h3&gt;&lt;p&gt;Das Netz sieht das Foto in mehreren Größen, in Zellen zerlegt. Die Karte zeigt, wie viel jede Zelle zum Wert beitrug. 1× ist eine durchschnittliche Zelle. Aufmerksamkeit zeigt, wohin das Modell sah, nicht, warum der Wert niedrig ist: Eine helle Zelle kann den Wert gehoben oder gesenkt haben.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;h3&gt;When it is wrong&lt;/h3&gt;&lt;p&gt;Shallow focus, deliberate blur, silhouettes and photos through a fence or a window often get low scores. Use the ranking to find candidates, and your eyes to choose.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Wann es irrt&lt;/h3&gt;&lt;p&gt;Geringe Schärfentiefe, gewollte Unschärfe, Silhouetten und Fotos durch einen Zaun oder ein Fenster erhalten oft niedrige Werte. Nutzen Sie die Rangfolge, um Kandidaten zu finden, und Ihre Augen, um zu wählen.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Your photos&lt;/h3&gt;&lt;p&gt;Touchstone only reads them. Nothing is changed, moved, deleted or sent anywhere.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Ihre Fotos&lt;/h3&gt;&lt;p&gt;Touchstone liest sie nur. Nichts wird geändert, verschoben, gelöscht oder irgendwohin gesendet.&lt;/p&gt;</translation>
    </message>
</context>
</TS>
