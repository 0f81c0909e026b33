<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Catalogue</name>
    <message numerus="yes">
        <source>%n mark(s) could still be read from it and are kept</source>
        <translation>
            <numerusform>%n mark could still be read from it and is kept</numerusform>
            <numerusform>%n marks could still be read from it and are kept</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChangeMarks</name>
    <message numerus="yes">
        <source>%Ln stars</source>
        <translation>
            <numerusform>%Ln star</numerusform>
            <numerusform>%Ln stars</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 for %Ln photos</source>
        <extracomment>%1 what was done, %n number of photos</extracomment>
        <translation>
            <numerusform>%1 for %Ln photo</numerusform>
            <numerusform>%1 for %Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Marks taken over for %Ln photos</source>
        <translation>
            <numerusform>Marks taken over for %Ln photo</numerusform>
            <numerusform>Marks taken over for %Ln photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CullingCommands</name>
    <message numerus="yes">
        <source>%Ln proposals declined</source>
        <translation>
            <numerusform>%Ln proposal declined</numerusform>
            <numerusform>%Ln proposals declined</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Trash</name>
    <message numerus="yes">
        <source>%Ln photos to the trash</source>
        <translation>
            <numerusform>%Ln photo to the trash</numerusform>
            <numerusform>%Ln photos to the trash</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln photos to the trash?</source>
        <translation>
            <numerusform>Move %Ln photo to the trash?</numerusform>
            <numerusform>Move %Ln photos to the trash?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::library::PhotoListModel</name>
    <message numerus="yes">
        <source>%Ln photos</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>one of %Ln photos that belong together</source>
        <translation>
            <numerusform>one of %Ln photo that belongs together</numerusform>
            <numerusform>one of %Ln photos that belong together</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> · %Ln in stacks</source>
        <comment>photos behind their stack&apos;s cover</comment>
        <translation>
            <numerusform> · %Ln in stacks</numerusform>
            <numerusform> · %Ln in stacks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::CompareView</name>
    <message numerus="yes">
        <source>%Ln more wait</source>
        <comment>photos to compare</comment>
        <translation>
            <numerusform>%Ln more waits</numerusform>
            <numerusform>%Ln more wait</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::CullingController</name>
    <message numerus="yes">
        <source>%Ln proposals accepted</source>
        <translation>
            <numerusform>%Ln proposal accepted</numerusform>
            <numerusform>%Ln proposals accepted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Keep %1, reject %Ln others</source>
        <translation>
            <numerusform>Keep %1, reject %Ln other</numerusform>
            <numerusform>Keep %1, reject %Ln others</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::FaultsCard</name>
    <message numerus="yes">
        <source>The photo&apos;s quality features, compared with those of pieces of %Ln photos that were made worse in known ways. A resemblance, not a measurement: the margin says how much nearer the photo lies to this fault than to the next other one, in standard deviations. Of pieces of photos that were held out, %1 % were named by the right kind.</source>
        <extracomment>%n photos; %1 a percentage</extracomment>
        <translation>
            <numerusform>The photo&apos;s quality features, compared with those of pieces of %Ln photo that was made worse in known ways. A resemblance, not a measurement: the margin says how much nearer the photo lies to this fault than to the next other one, in standard deviations. Of pieces of photos that were held out, %1 % were named by the right kind.</numerusform>
            <numerusform>The photo&apos;s quality features, compared with those of pieces of %Ln photos that were made worse in known ways. A resemblance, not a measurement: the margin says how much nearer the photo lies to this fault than to the next other one, in standard deviations. Of pieces of photos that were held out, %1 % were named by the right kind.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It takes about %Ln minutes, in the background.</source>
        <translation>
            <numerusform>It takes about %Ln minute, in the background.</numerusform>
            <numerusform>It takes about %Ln minutes, in the background.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::InspectorPanel</name>
    <message numerus="yes">
        <source>Better than %1 % of the others; %Ln photos have a score.</source>
        <extracomment>%1 percentage, %n number of photos with a score</extracomment>
        <translation>
            <numerusform>Better than %1 % of the others; %Ln photo has a score.</numerusform>
            <numerusform>Better than %1 % of the others; %Ln photos have a score.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos have a score.</source>
        <translation>
            <numerusform>%Ln photo has a score.</numerusform>
            <numerusform>%Ln photos have a score.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Further apart than for %1 % of the others; %Ln photos have both scores.</source>
        <extracomment>%1 percentage, %n number of photos that two models have scored</extracomment>
        <translation>
            <numerusform>Further apart than for %1 % of the others; %Ln photo has both scores.</numerusform>
            <numerusform>Further apart than for %1 % of the others; %Ln photos have both scores.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::LibraryPanel</name>
    <message numerus="yes">
        <source>%1
leaves the library, and so do its %Ln photos and the marks you gave them. This cannot be undone.</source>
        <translation>
            <numerusform>%1
leaves the library, and so do its %Ln photo and the marks you gave it. This cannot be undone.</numerusform>
            <numerusform>%1
leaves the library, and so do its %Ln photos and the marks you gave them. This cannot be undone.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::LibraryTreeModel</name>
    <message numerus="yes">
        <source>%Ln photos</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MainWindow</name>
    <message numerus="yes">
        <source>%Ln issues</source>
        <translation>
            <numerusform>%Ln issue</numerusform>
            <numerusform>%Ln issues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>None of the %Ln files could be read as a photo. The Issues list says why.</source>
        <translation>
            <numerusform>The %Ln file could not be read as a photo. The Issues list says why.</numerusform>
            <numerusform>None of the %Ln files could be read as a photo. The Issues list says why.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln stars</source>
        <translation>
            <numerusform>%Ln star</numerusform>
            <numerusform>%Ln stars</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>%Ln selected</numerusform>
            <numerusform>%Ln selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MapTester</name>
    <message numerus="yes">
        <source>Sweep all %Ln cells of %1</source>
        <translation>
            <numerusform>Sweep the %Ln cell of %1</numerusform>
            <numerusform>Sweep all %Ln cells of %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Chosen: %Ln cells of %1</source>
        <extracomment>%1 scale (&quot;224 px&quot;)</extracomment>
        <translation>
            <numerusform>Chosen: %Ln cell of %1</numerusform>
            <numerusform>Chosen: %Ln cells of %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MapView</name>
    <message numerus="yes">
        <source>%Ln photos on the map</source>
        <translation>
            <numerusform>%Ln photo on the map</numerusform>
            <numerusform>%Ln photos on the map</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos have no thumbnail yet</source>
        <translation>
            <numerusform>%Ln photo has no thumbnail yet</numerusform>
            <numerusform>%Ln photos have no thumbnail yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos have no features yet</source>
        <translation>
            <numerusform>%Ln photo has no features yet</numerusform>
            <numerusform>%Ln photos have no features yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos cannot be placed</source>
        <translation>
            <numerusform>%Ln photo cannot be placed</numerusform>
            <numerusform>%Ln photos cannot be placed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MarkImportDialog</name>
    <message numerus="yes">
        <source>%Ln photo(s) have marks that the library has not.</source>
        <translation>
            <numerusform>%Ln photo has marks that the library has not.</numerusform>
            <numerusform>%Ln photos have marks that the library has not.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) are marked otherwise here.</source>
        <translation>
            <numerusform>%Ln photo is marked otherwise here.</numerusform>
            <numerusform>%Ln photos are marked otherwise here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) are marked the same.</source>
        <translation>
            <numerusform>%Ln photo is marked the same.</numerusform>
            <numerusform>%Ln photos are marked the same.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) cannot be read:</source>
        <translation>
            <numerusform>%Ln file cannot be read:</numerusform>
            <numerusform>%Ln files cannot be read:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Take over %Ln photo(s)</source>
        <translation>
            <numerusform>&amp;Take over %Ln photo</numerusform>
            <numerusform>&amp;Take over %Ln photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MarkImportTable</name>
    <message numerus="yes">
        <source>%Ln star(s)</source>
        <translation>
            <numerusform>%Ln star</numerusform>
            <numerusform>%Ln stars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MarksBar</name>
    <message numerus="yes">
        <source>%Ln stars</source>
        <translation>
            <numerusform>%Ln star</numerusform>
            <numerusform>%Ln stars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::PreferencesDialog</name>
    <message numerus="yes">
        <source>%n GPU(s) found.</source>
        <translation>
            <numerusform>%n GPU found.</numerusform>
            <numerusform>%n GPUs found.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ProposalsDialog</name>
    <message numerus="yes">
        <source>%1 to pick, %2 to reject; %Ln of them ticked.</source>
        <translation>
            <numerusform>%1 to pick, %2 to reject; %Ln of them ticked.</numerusform>
            <numerusform>%1 to pick, %2 to reject; %Ln of them ticked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln groups</source>
        <translation>
            <numerusform>%Ln group</numerusform>
            <numerusform>%Ln groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln close calls</source>
        <translation>
            <numerusform>%Ln close call</numerusform>
            <numerusform>%Ln close calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln kept whole</source>
        <translation>
            <numerusform>%Ln kept whole</numerusform>
            <numerusform>%Ln kept whole</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of which too little is known</source>
        <translation>
            <numerusform>%Ln of which too little is known</numerusform>
            <numerusform>%Ln of which too little is known</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::SidecarDialog</name>
    <message numerus="yes">
        <source>%n sidecar(s) written.</source>
        <translation>
            <numerusform>%n sidecar written.</numerusform>
            <numerusform>%n sidecars written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sidecar(s) put back as they were.</source>
        <translation>
            <numerusform>%n sidecar put back as it was.</numerusform>
            <numerusform>%n sidecars put back as they were.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sidecar(s) would change.</source>
        <translation>
            <numerusform>%n sidecar would change.</numerusform>
            <numerusform>%n sidecars would change.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sidecar(s) are left alone:</source>
        <translation>
            <numerusform>%n sidecar is left alone:</numerusform>
            <numerusform>%n sidecars are left alone:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sidecar(s) were changed by another program after they were shown here, and were left as they are. Show what writing would change in them now?</source>
        <translation>
            <numerusform>%n sidecar was changed by another program after it was shown here, and was left as it is. Show what writing would change in it now?</numerusform>
            <numerusform>%n sidecars were changed by another program after they were shown here, and were left as they are. Show what writing would change in them now?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::TrustCard</name>
    <message numerus="yes">
        <source>Between %1 and %2 among %Ln small crops and resizes (standard deviation %3). A difference of less than about %4 to another photo says nothing.</source>
        <extracomment>%n copies; %1 lowest, %2 highest score; %3 standard deviation; %4 twice that</extracomment>
        <translation>
            <numerusform>Between %1 and %2 among %Ln small crop (standard deviation %3). A difference of less than about %4 to another photo says nothing.</numerusform>
            <numerusform>Between %1 and %2 among %Ln small crops and resizes (standard deviation %3). A difference of less than about %4 to another photo says nothing.</numerusform>
        </translation>
    </message>
</context>
</TS>
