// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>
#include <string>

/// Sidecars in the form that other programs give them: attributes or elements, several rdf:Description, lists,
/// structures, alternatives by language, packet wrappers, other prefixes, Windows' line ends. Made for the tests from
/// the documented properties; no file of any program is copied.
namespace touchstone::test {

struct ProgramSidecar {
    const char* program;
    bool is_appended; ///< IMG.CR2.xmp
    int rating;
    const char* label; ///< as written; empty = none
    std::string text;
};

inline std::array<ProgramSidecar, 7> program_sidecars() {
    return {{
        {"darktable", true, 3, "",
         R"xmp(<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:exif="http://ns.adobe.com/exif/1.0/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
    xmlns:darktable="http://darktable.sf.net/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
   exif:DateTimeOriginal="2023:06:17 14:03:21.120"
   xmp:Rating="3"
   xmpMM:DerivedFrom="IMG_0001.CR2"
   darktable:import_timestamp="63823000000000000"
   darktable:xmp_version="5"
   darktable:raw_params="0"
   darktable:auto_presets_applied="1"
   darktable:history_end="2"
   darktable:iop_order_version="2">
   <darktable:masks_history>
    <rdf:Seq/>
   </darktable:masks_history>
   <darktable:colorlabels>
    <rdf:Seq>
     <rdf:li>2</rdf:li>
    </rdf:Seq>
   </darktable:colorlabels>
   <darktable:history>
    <rdf:Seq>
     <rdf:li
      darktable:num="0"
      darktable:operation="rawprepare"
      darktable:enabled="1"
      darktable:modversion="1"
      darktable:params="400000002d0000004000000028000000010001000100010003400000"
      darktable:multi_name=""
      darktable:multi_priority="0"
      darktable:blendop_version="11"
      darktable:blendop_params="gz12eJxjYGBgkGAAgRNODESDBnsIHll8ANNSGQM="/>
     <rdf:li
      darktable:num="1"
      darktable:operation="temperature"
      darktable:enabled="1"
      darktable:modversion="3"
      darktable:params="93a2014000008 03f0da2b93f0000807f"/>
    </rdf:Seq>
   </darktable:history>
   <dc:creator>
    <rdf:Seq>
     <rdf:li>A. &amp; B. &quot;Photo&quot;</rdf:li>
    </rdf:Seq>
   </dc:creator>
   <lr:hierarchicalSubject>
    <rdf:Bag>
     <rdf:li>places|Größenwahn|東京</rdf:li>
    </rdf:Bag>
   </lr:hierarchicalSubject>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
)xmp"},
        {"digiKam", true, 4, "",
         R"xmp(<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:digiKam="http://www.digikam.org/ns/1.0/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:MicrosoftPhoto="http://ns.microsoft.com/photo/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
   digiKam:PickLabel="3"
   digiKam:ColorLabel="4"
   xmp:Rating="4"
   MicrosoftPhoto:Rating="75">
   <digiKam:TagsList>
    <rdf:Seq>
     <rdf:li>People/Unknown</rdf:li>
    </rdf:Seq>
   </digiKam:TagsList>
   <digiKam:CaptionsAuthorNames>
    <rdf:Alt>
     <rdf:li xml:lang="x-default">me</rdf:li>
    </rdf:Alt>
   </digiKam:CaptionsAuthorNames>
   <dc:description>
    <rdf:Alt>
     <rdf:li xml:lang="x-default">a lake</rdf:li>
     <rdf:li xml:lang="de-DE">ein See</rdf:li>
    </rdf:Alt>
   </dc:description>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>)xmp"},
        {"Lightroom", false, 2, "Rot",
         R"xmp(<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0-c000 1.000000, 0000/00/00-00:00:00        ">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
    xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
   xmp:CreatorTool="Adobe Photoshop Lightroom Classic 12.0 (Macintosh)"
   xmp:MetadataDate="2023-06-18T09:10:11+02:00"
   xmp:Rating="2"
   xmp:Label="Rot"
   photoshop:SidecarForExtension="CR2"
   xmpMM:DocumentID="0123456789ABCDEF0123456789ABCDEF"
   crs:Version="15.0"
   crs:WhiteBalance="As Shot"
   crs:Exposure2012="+0.35"
   crs:HasSettings="True">
   <xmpMM:History>
    <rdf:Seq>
     <rdf:li
      stEvt:action="saved"
      stEvt:instanceID="xmp.iid:01234567-89ab-cdef-0123-456789abcdef"
      stEvt:when="2023-06-18T09:10:11+02:00"
      stEvt:changed="/metadata"/>
    </rdf:Seq>
   </xmpMM:History>
   <crs:ToneCurvePV2012>
    <rdf:Seq>
     <rdf:li>0, 0</rdf:li>
     <rdf:li>255, 255</rdf:li>
    </rdf:Seq>
   </crs:ToneCurvePV2012>
   <crs:Look>
    <rdf:Description
     crs:Name="Adobe Color"
     crs:Amount="1.000000">
    <crs:Group>
     <rdf:Alt>
      <rdf:li xml:lang="x-default">Profiles</rdf:li>
     </rdf:Alt>
    </crs:Group>
    <crs:Parameters>
     <rdf:Description
      crs:Version="15.0"
      crs:ConvertToGrayscale="False"/>
    </crs:Parameters>
    </rdf:Description>
   </crs:Look>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
)xmp"},
        {"Capture One", false, 5, "Green",
         "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n"
         "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" x:xmptk=\"XMP Core 5.5.0\">\r\n"
         "   <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\r\n"
         "      <rdf:Description rdf:about=\"\"\r\n"
         "            xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\r\n"
         "         <xmp:Rating>5</xmp:Rating>\r\n"
         "         <xmp:Label>Green</xmp:Label>\r\n"
         "      </rdf:Description>\r\n"
         "      <rdf:Description rdf:about=\"\"\r\n"
         "            xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\">\r\n"
         "         <photoshop:Urgency>4</photoshop:Urgency>\r\n"
         "         <photoshop:City>Zürich</photoshop:City>\r\n"
         "      </rdf:Description>\r\n"
         "      <rdf:Description rdf:about=\"\"\r\n"
         "            xmlns:Iptc4xmpCore=\"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/\">\r\n"
         "         <Iptc4xmpCore:CreatorContactInfo rdf:parseType=\"Resource\">\r\n"
         "            <Iptc4xmpCore:CiEmailWork>a@example.org</Iptc4xmpCore:CiEmailWork>\r\n"
         "         </Iptc4xmpCore:CreatorContactInfo>\r\n"
         "      </rdf:Description>\r\n"
         "   </rdf:RDF>\r\n"
         "</x:xmpmeta>\r\n"},
        {"RawTherapee", true, -1, "",
         R"xmp(<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
   xmp:Rating="-1"
   xmp:CreatorTool="RawTherapee 5.10"
   dc:format="image/x-canon-cr2"/>
 </rdf:RDF>
</x:xmpmeta>
)xmp"},
        {"an own text as label", false, 0, "for grandma",
         R"xmp(<x:xmpmeta xmlns:x='adobe:ns:meta/'><!-- by hand --><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>
<rdf:Description rdf:about='uuid:77'><xap:Label xmlns:xap='http://ns.adobe.com/xap/1.0/'>for grandma</xap:Label>
<o:deep xmlns:o='http://example.org/o#' o:a='1'/><o:note xmlns:o='http://example.org/o#'><![CDATA[a <b> & c]]></o:note></rdf:Description></rdf:RDF></x:xmpmeta>)xmp"},
        {"nothing of ours", false, 0, "",
         R"xmp(<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:xmp="http://example.org/not-adobe/" xmp:Rating="kept"/>
 </rdf:RDF>
</x:xmpmeta>
)xmp"},
    }};
}

} // namespace touchstone::test
