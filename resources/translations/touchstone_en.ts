<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>touchstone::library::PhotoListModel</name>
    <message numerus="yes">
        <source>%Ln photos</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
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
</context>
</TS>
