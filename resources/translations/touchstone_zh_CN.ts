<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Catalogue</name>
    <message>
        <source>another Touchstone (process %1)</source>
        <translation>另一个 Touchstone（进程 %1）</translation>
    </message>
    <message>
        <source>another Touchstone</source>
        <translation>另一个 Touchstone</translation>
    </message>
    <message>
        <source>is in use by %1: the library is shown as it is, and marks and scores of this window are not kept (close the other one and start this one again)</source>
        <translation>正被%1使用：图库以现有状态显示，此窗口中的标记和得分不会保存（请关闭另一个程序，再重新启动本程序）</translation>
    </message>
    <message>
        <source>cannot be written: the library is shown as it is, and new marks and scores are not kept (make the folder writable, or choose another one with TOUCHSTONE_LIBRARY)</source>
        <translation>无法写入：图库以现有状态显示，新的标记和得分不会保存（请将文件夹设为可写，或用 TOUCHSTONE_LIBRARY 指定另一个文件夹）</translation>
    </message>
    <message>
        <source>was made by a newer Touchstone: it is only read (install that version to change it)</source>
        <translation>由更新版本的 Touchstone 创建：只能读取（请安装该版本后再作更改）</translation>
    </message>
    <message>
        <source>catalogue.db was gone, and the library was restored from this backup of %1 (to begin anew, remove the folder &quot;backup&quot;, too)</source>
        <translation>catalogue.db 已丢失，图库已从 %1 的备份恢复（若要重新开始，请把“backup”文件夹也一并删除）</translation>
    </message>
    <message>
        <source>was damaged, and no sound backup was found: the library begins anew (the damaged file is kept as %1; open your folders again)</source>
        <translation>已损坏，且没有找到完好的备份：图库将重新开始（损坏的文件保留为 %1；请重新打开您的文件夹）</translation>
    </message>
    <message>
        <source>was damaged and was restored from the backup of %1: what was done since then may be missing (the damaged file is kept as %2)</source>
        <translation>已损坏，并已从 %1 的备份恢复：此后所做的操作可能缺失（损坏的文件保留为 %2）</translation>
    </message>
    <message numerus="yes">
        <source>%n mark(s) could still be read from it and are kept</source>
        <translation>
            <numerusform>仍从中读出 %n 个标记并已保留</numerusform>
        </translation>
    </message>
    <message>
        <source>is on a network file system: the library works, but slower, and only one computer may have it open (choose a folder on this computer&apos;s own disk with TOUCHSTONE_LIBRARY)</source>
        <translation>位于网络文件系统上：图库可以使用，但速度较慢，而且同一时间只能由一台电脑打开（请用 TOUCHSTONE_LIBRARY 选择本机磁盘上的文件夹）</translation>
    </message>
    <message>
        <source>is on a file system without shared memory: the library works, but slower (choose a folder on another disk with TOUCHSTONE_LIBRARY)</source>
        <translation>位于不支持共享内存的文件系统上：图库可以使用，但速度较慢（请用 TOUCHSTONE_LIBRARY 选择另一个磁盘上的文件夹）</translation>
    </message>
    <message>
        <source>is of an older version and could not be brought up to date: %1. It is unchanged, and only read (free some space on the disk and start again)</source>
        <translation>属于旧版本，无法升级：%1。文件未作更改，且只能读取（请腾出一些磁盘空间后重新启动）</translation>
    </message>
    <message>
        <source>cannot be used for the library: %1. Everything works, but nothing is kept when the program ends (choose another folder with TOUCHSTONE_LIBRARY)</source>
        <translation>无法用作图库：%1。一切功能均可使用，但程序结束后不会保留任何内容（请用 TOUCHSTONE_LIBRARY 选择另一个文件夹）</translation>
    </message>
    <message>
        <source>cannot be read: %1. The library is shown empty, and nothing is changed (check the file&apos;s permissions)</source>
        <translation>无法读取：%1。图库显示为空，未作任何更改（请检查文件的权限）</translation>
    </message>
</context>
<context>
    <name>CellBadges</name>
    <message>
        <source>Burst</source>
        <translation>连拍</translation>
    </message>
    <message>
        <source>Near-duplicates</source>
        <translation>近似重复</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>副本</translation>
    </message>
    <message>
        <source>Exposure bracket</source>
        <translation>曝光包围</translation>
    </message>
    <message>
        <source>Panorama</source>
        <translation>全景</translation>
    </message>
    <message>
        <source>Time-lapse</source>
        <translation>延时摄影</translation>
    </message>
    <message>
        <source>pick?</source>
        <comment>proposed mark, short</comment>
        <translation>选中？</translation>
    </message>
    <message>
        <source>reject?</source>
        <comment>proposed mark, short</comment>
        <translation>拒绝？</translation>
    </message>
</context>
<context>
    <name>ChangeMarks</name>
    <message>
        <source>No stars</source>
        <translation>无星级</translation>
    </message>
    <message numerus="yes">
        <source>%Ln stars</source>
        <translation>
            <numerusform>%Ln 星</numerusform>
        </translation>
    </message>
    <message>
        <source>Label: %1</source>
        <translation>标签：%1</translation>
    </message>
    <message numerus="yes">
        <source>%1 for %Ln photos</source>
        <extracomment>%1 what was done, %n number of photos</extracomment>
        <translation>
            <numerusform>%1（%Ln 张照片）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Marks taken over for %Ln photos</source>
        <translation>
            <numerusform>已采用 %Ln 张照片的标记</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Collections</name>
    <message>
        <source>Best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>Needs a look</source>
        <translation>需要查看</translation>
    </message>
    <message>
        <source>Models disagree</source>
        <translation>模型有分歧</translation>
    </message>
    <message>
        <source>Bursts</source>
        <translation>连拍</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已拒绝</translation>
    </message>
</context>
<context>
    <name>CullingCommands</name>
    <message numerus="yes">
        <source>%Ln proposals declined</source>
        <translation>
            <numerusform>已否决 %Ln 条建议</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Disagreement</name>
    <message>
        <source>%1 and %2 disagree</source>
        <extracomment>a column to rank photos by; %1 and %2 are names of models</extracomment>
        <translation>%1 与 %2 有分歧</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>%1 × %2 pixels</source>
        <translation>%1 × %2 像素</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>%1 (%2 megapixels)</source>
        <translation>%1（%2 百万像素）</translation>
    </message>
    <message>
        <source>Upright, as the models see it.</source>
        <translation>已转正，与模型所见一致。</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Modified</source>
        <translation>修改时间</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Scored at</source>
        <translation>评分尺度</translation>
    </message>
    <message>
        <source>%1, reduced from the photo</source>
        <translation>%1，由照片缩小</translation>
    </message>
    <message>
        <source>The largest of the sizes at which the model saw the photo.</source>
        <translation>模型所见的各种尺寸中最大的一种。</translation>
    </message>
    <message>
        <source>Long side limit</source>
        <translation>长边上限</translation>
    </message>
    <message>
        <source>%1 pixels</source>
        <translation>%1 像素</translation>
    </message>
    <message>
        <source>Photos with a longer side are averaged down to it for the native scale.</source>
        <translation>长边更长的照片，在原始尺度上会先平均缩小到此值。</translation>
    </message>
    <message>
        <source>Computed</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>on %1, %2 precision%3</source>
        <translation>在 %1 上，%2 精度%3</translation>
    </message>
    <message>
        <source>, in an earlier run</source>
        <translation>，在较早的一次运行中</translation>
    </message>
    <message>
        <source>Model file</source>
        <translation>模型文件</translation>
    </message>
    <message>
        <source>SHA-256 %1…</source>
        <translation>SHA-256 %1…</translation>
    </message>
    <message>
        <source>%1 levels</source>
        <translation>%1 级</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>清晰度</translation>
    </message>
    <message>
        <source>%1; sharpest parts %2</source>
        <translation>%1；最清晰处 %2</translation>
    </message>
    <message>
        <source>Brightness steps per pixel, less what noise adds. Compare photos of one scene only.</source>
        <translation>每像素的亮度阶差，已减去噪点带来的部分。只宜比较同一场景的照片。</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪点</translation>
    </message>
    <message>
        <source>Standard deviation in the flattest parts, of 255 brightness levels.</source>
        <translation>最平坦处的标准差，以 255 级亮度计。</translation>
    </message>
    <message>
        <source>Clipped</source>
        <translation>溢出</translation>
    </message>
    <message>
        <source>shadows %1 %, highlights %2 %</source>
        <translation>阴影 %1 %，高光 %2 %</translation>
    </message>
    <message>
        <source>Part of the photo that is black or white without detail.</source>
        <translation>照片中没有细节的全黑或全白部分。</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>mean %1, contrast %2</source>
        <translation>均值 %1，对比度 %2</translation>
    </message>
    <message>
        <source>Mean and standard deviation, of 255 levels.</source>
        <translation>均值与标准差，以 255 级计。</translation>
    </message>
    <message>
        <source>JPEG blocks</source>
        <translation>JPEG 块效应</translation>
    </message>
    <message>
        <source>Height of the steps that strong compression leaves at the borders of its blocks.</source>
        <translation>强压缩在块边界处留下的阶差高度。</translation>
    </message>
</context>
<context>
    <name>Fault</name>
    <message>
        <source>Gaussian blur</source>
        <translation>高斯模糊</translation>
    </message>
    <message>
        <source>lens blur</source>
        <translation>镜头模糊</translation>
    </message>
    <message>
        <source>motion blur</source>
        <translation>运动模糊</translation>
    </message>
    <message>
        <source>colours that ran</source>
        <translation>颜色扩散</translation>
    </message>
    <message>
        <source>shifted colours</source>
        <translation>颜色错位</translation>
    </message>
    <message>
        <source>too few colours</source>
        <translation>颜色过少</translation>
    </message>
    <message>
        <source>faded colours</source>
        <translation>颜色褪淡</translation>
    </message>
    <message>
        <source>oversaturated colours</source>
        <translation>颜色过饱和</translation>
    </message>
    <message>
        <source>JPEG 2000 compression</source>
        <translation>JPEG 2000 压缩</translation>
    </message>
    <message>
        <source>JPEG compression</source>
        <translation>JPEG 压缩</translation>
    </message>
    <message>
        <source>white noise</source>
        <translation>白噪声</translation>
    </message>
    <message>
        <source>colour noise</source>
        <translation>彩色噪声</translation>
    </message>
    <message>
        <source>salt-and-pepper noise</source>
        <translation>椒盐噪声</translation>
    </message>
    <message>
        <source>speckle noise</source>
        <translation>乘性噪声</translation>
    </message>
    <message>
        <source>traces of denoising</source>
        <translation>降噪痕迹</translation>
    </message>
    <message>
        <source>brightening</source>
        <translation>提亮</translation>
    </message>
    <message>
        <source>darkening</source>
        <translation>压暗</translation>
    </message>
    <message>
        <source>shifted brightness</source>
        <translation>亮度偏移</translation>
    </message>
    <message>
        <source>jittered pixels</source>
        <translation>像素抖动</translation>
    </message>
    <message>
        <source>displaced patches</source>
        <translation>图块错位</translation>
    </message>
    <message>
        <source>pixelation</source>
        <translation>像素化</translation>
    </message>
    <message>
        <source>too few brightness levels</source>
        <translation>色阶过少</translation>
    </message>
    <message>
        <source>blocks of colour</source>
        <translation>色块</translation>
    </message>
    <message>
        <source>oversharpening</source>
        <translation>锐化过度</translation>
    </message>
    <message>
        <source>changed contrast</source>
        <translation>对比度改变</translation>
    </message>
    <message>
        <source>enlarging</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>an undistorted photo</source>
        <translation>未失真的照片</translation>
    </message>
    <message>
        <source>%1, level %2 of 5</source>
        <extracomment>%1 a kind of fault, &quot;motion blur&quot;; %2 a number from 1 to 5</extracomment>
        <translation>%1，%2 级（共 5 级）</translation>
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
        <translation>灰度</translation>
    </message>
    <message>
        <source>Contour lines</source>
        <translation>等高线</translation>
    </message>
    <message>
        <source>Cividis</source>
        <translation>Cividis</translation>
    </message>
    <message>
        <source>cell %1,%2: %3 % of attention, %4× the mean</source>
        <extracomment>%1,%2 row and column counted from 1; %3 percentage; %4 how often the mean</extracomment>
        <translation>单元格 %1,%2：占注意力的 %3 %，为均值的 %4 倍</translation>
    </message>
    <message>
        <source>No attention map yet.</source>
        <translation>尚无注意力图。</translation>
    </message>
    <message>
        <source>Attention at %1: %2 % of all, %3 rows and %4 columns. Most at the %5: %6.</source>
        <extracomment>%1 scale, %2 share, %3 rows, %4 columns, %5 place (&quot;top left&quot;), %6 read-out of that cell</extracomment>
        <translation>%1 处的注意力：占总量的 %2 %，%3 行 %4 列。最多处在%5：%6。</translation>
    </message>
    <message>
        <source>top</source>
        <translation>上部</translation>
    </message>
    <message>
        <source>middle</source>
        <translation>中部</translation>
    </message>
    <message>
        <source>bottom</source>
        <translation>下部</translation>
    </message>
    <message>
        <source>left</source>
        <translation>左侧</translation>
    </message>
    <message>
        <source>centre</source>
        <translation>中央</translation>
    </message>
    <message>
        <source>right</source>
        <translation>右侧</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>place</comment>
        <extracomment>a place in a photo: %1 top/middle/bottom, %2 left/centre/right</extracomment>
        <translation>%2%1</translation>
    </message>
    <message>
        <source>native size</source>
        <translation>原始尺寸</translation>
    </message>
    <message>
        <source>all scales</source>
        <translation>所有尺度</translation>
    </message>
    <message>
        <source>content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>content + quality</source>
        <translation>内容 + 质量</translation>
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
        <translation>图库在打开前正在检查，因为上次没有正常关闭，或来自较早的版本。不会丢失任何内容。</translation>
    </message>
    <message>
        <source>Opening the library</source>
        <translation>正在打开图库</translation>
    </message>
</context>
<context>
    <name>LibraryScanner</name>
    <message>
        <source>What was found could not be kept in the library: %1. The next look at these folders tries again.</source>
        <translation>找到的内容无法保存到图库：%1。下次查看这些文件夹时会再次尝试。</translation>
    </message>
    <message>
        <source>The system cannot watch more folders. Changes in some of them are seen when you come back to this window, and every few minutes; raising fs.inotify.max_user_watches helps.</source>
        <translation>系统无法监视更多文件夹。其中一些文件夹的更改，会在您回到此窗口时以及每隔几分钟被发现；调高 fs.inotify.max_user_watches 会有帮助。</translation>
    </message>
</context>
<context>
    <name>Marks</name>
    <message>
        <source>Red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>黄色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Purple</source>
        <translation>紫色</translation>
    </message>
    <message>
        <source>No label</source>
        <translation>无标签</translation>
    </message>
    <message>
        <source>Picked</source>
        <translation>已选中</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Not flagged</source>
        <translation>无旗标</translation>
    </message>
</context>
<context>
    <name>PhotoFilter</name>
    <message>
        <source>The filter is longer than %1 characters</source>
        <translation>筛选条件超过 %1 个字符</translation>
    </message>
    <message>
        <source>This &apos;)&apos; closes nothing</source>
        <translation>这个“)”没有对应的左括号</translation>
    </message>
    <message>
        <source>&apos;|&apos; wants a condition on both sides</source>
        <translation>“|”两边都需要条件</translation>
    </message>
    <message>
        <source>&apos;-&apos; wants a condition to leave out right behind it</source>
        <translation>“-”后面必须紧跟要排除的条件</translation>
    </message>
    <message>
        <source>Parentheses go %1 deep at most</source>
        <translation>括号最多嵌套 %1 层</translation>
    </message>
    <message>
        <source>A &apos;)&apos; is missing</source>
        <translation>缺少“)”</translation>
    </message>
    <message>
        <source>There is nothing between these parentheses</source>
        <translation>这对括号之间没有内容</translation>
    </message>
    <message>
        <source>A closing quote is missing</source>
        <translation>缺少右引号</translation>
    </message>
    <message>
        <source>A filter has %1 conditions at most</source>
        <translation>一个筛选最多有 %1 个条件</translation>
    </message>
    <message>
        <source>There is nothing between these quotes</source>
        <translation>这对引号之间没有内容</translation>
    </message>
    <message>
        <source>&apos;%1&apos; wants a comparison, for example %1&gt;=60</source>
        <translation>“%1”需要比较，例如 %1&gt;=60</translation>
    </message>
    <message>
        <source>A model&apos;s id in parentheses is expected, for example score(musiq-small)</source>
        <translation>括号中应为模型 id，例如 score(musiq-small)</translation>
    </message>
    <message>
        <source>The name of a field is missing before &apos;%1&apos;</source>
        <translation>“%1”之前缺少字段名</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not a field of photos; to look for it in names, quote it: &quot;%2&quot;</source>
        <translation>“%1”不是照片的字段；若要在名称中查找，请加引号：&quot;%2&quot;</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be compared by &apos;%2&apos;</source>
        <translation>“%1”不能用“%2”比较</translation>
    </message>
    <message>
        <source>&apos;%1&apos; wants %2</source>
        <translation>“%1”需要%2</translation>
    </message>
    <message>
        <source>a number from 0 to 5, or a range such as 3..5</source>
        <translation>0 到 5 的数字，或 3..5 这样的范围</translation>
    </message>
    <message>
        <source>a number from 0 to 100, or a range such as 90..100</source>
        <translation>0 到 100 的数字，或 90..100 这样的范围</translation>
    </message>
    <message>
        <source>a size such as 500kB or 3MB, or a range such as 3MB..10MB</source>
        <translation>500kB 或 3MB 这样的大小，或 3MB..10MB 这样的范围</translation>
    </message>
    <message>
        <source>a whole number, or a range such as 2000..4000</source>
        <translation>整数，或 2000..4000 这样的范围</translation>
    </message>
    <message>
        <source>a number, or a range from the lower to the higher one such as 10..20</source>
        <translation>数字，或由小到大的范围，例如 10..20</translation>
    </message>
    <message>
        <source>a year, month or day such as 2024, 2024-05 or 2024-05-31, or a range such as 2024-05..2024-06</source>
        <translation>年、月或日，例如 2024、2024-05 或 2024-05-31，或 2024-05..2024-06 这样的范围</translation>
    </message>
    <message>
        <source>one of red, yellow, green, blue, purple, none</source>
        <translation>red、yellow、green、blue、purple、none 之一</translation>
    </message>
    <message>
        <source>one of picked, rejected, unflagged, rated, labelled, scored, unscored, failed, burst, paired</source>
        <translation>picked、rejected、unflagged、rated、labelled、scored、unscored、failed、burst、paired 之一</translation>
    </message>
    <message>
        <source>a format such as jpeg, heic, raw, or a suffix</source>
        <translation>jpeg、heic、raw 等格式，或文件后缀</translation>
    </message>
    <message>
        <source>a text; quote it when there are spaces in it</source>
        <translation>文字；含空格时请加引号</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Score by %1</source>
        <translation>%1 的得分</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>百分位</translation>
    </message>
    <message>
        <source>Percentile by %1</source>
        <translation>%1 的百分位</translation>
    </message>
    <message>
        <source>Disagreement of the models</source>
        <translation>模型的分歧</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>星级</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Megapixels</source>
        <translation>百万像素</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>清晰度</translation>
    </message>
    <message>
        <source>Captured</source>
        <translation>拍摄时间</translation>
    </message>
    <message>
        <source>Modified</source>
        <translation>修改时间</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>镜头</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>No label</source>
        <translation>无标签</translation>
    </message>
    <message>
        <source>Label red</source>
        <translation>红色标签</translation>
    </message>
    <message>
        <source>Label yellow</source>
        <translation>黄色标签</translation>
    </message>
    <message>
        <source>Label green</source>
        <translation>绿色标签</translation>
    </message>
    <message>
        <source>Label blue</source>
        <translation>蓝色标签</translation>
    </message>
    <message>
        <source>Label purple</source>
        <translation>紫色标签</translation>
    </message>
    <message>
        <source>Picked</source>
        <translation>已选中</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Neither picked nor rejected</source>
        <translation>既未选中也未拒绝</translation>
    </message>
    <message>
        <source>Has a rating</source>
        <translation>有星级</translation>
    </message>
    <message>
        <source>Has a label</source>
        <translation>有标签</translation>
    </message>
    <message>
        <source>Has a score</source>
        <translation>有得分</translation>
    </message>
    <message>
        <source>Has no score</source>
        <translation>无得分</translation>
    </message>
    <message>
        <source>Could not be scored</source>
        <translation>无法评分</translation>
    </message>
    <message>
        <source>Part of a burst</source>
        <translation>属于连拍</translation>
    </message>
    <message>
        <source>RAW and JPEG of one shot</source>
        <translation>同一次拍摄的 RAW 与 JPEG</translation>
    </message>
    <message>
        <source>%1 at least %2</source>
        <translation>%1 至少 %2</translation>
    </message>
    <message>
        <source>%1 at most %2</source>
        <translation>%1 至多 %2</translation>
    </message>
    <message>
        <source>%1 over %2</source>
        <translation>%1 大于 %2</translation>
    </message>
    <message>
        <source>%1 under %2</source>
        <translation>%1 小于 %2</translation>
    </message>
    <message>
        <source>%1 from %2 to %3</source>
        <translation>%1 从 %2 到 %3</translation>
    </message>
    <message>
        <source>%1 exactly %2</source>
        <translation>%1 恰为 %2</translation>
    </message>
    <message>
        <source>%1 in %2 or later</source>
        <translation>%1 在 %2 或之后</translation>
    </message>
    <message>
        <source>%1 in %2 or earlier</source>
        <translation>%1 在 %2 或之前</translation>
    </message>
    <message>
        <source>%1 after %2</source>
        <translation>%1 在 %2 之后</translation>
    </message>
    <message>
        <source>%1 before %2</source>
        <translation>%1 在 %2 之前</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 在 %2</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 为 %2</translation>
    </message>
    <message>
        <source>%1 is “%2”</source>
        <translation>%1 为“%2”</translation>
    </message>
    <message>
        <source>%1 contains “%2”</source>
        <translation>%1 包含“%2”</translation>
    </message>
    <message>
        <source> and </source>
        <comment>between two conditions</comment>
        <translation> 且 </translation>
    </message>
    <message>
        <source> or </source>
        <comment>between two conditions</comment>
        <translation> 或 </translation>
    </message>
    <message>
        <source>Not: %1</source>
        <comment>a condition that must not hold</comment>
        <translation>非：%1</translation>
    </message>
</context>
<context>
    <name>Proposals</name>
    <message>
        <source>score %1</source>
        <comment>difference to another photo, +3.1</comment>
        <translation>得分 %1</translation>
    </message>
    <message>
        <source>as sharp</source>
        <translation>同样清晰</translation>
    </message>
    <message>
        <source>sharper by %1 %</source>
        <translation>清晰 %1 %</translation>
    </message>
    <message>
        <source>less sharp by %1 %</source>
        <translation>模糊 %1 %</translation>
    </message>
    <message>
        <source>marked by you</source>
        <translation>由您标记</translation>
    </message>
    <message>
        <source>you marked the other one</source>
        <translation>您标记了另一张</translation>
    </message>
    <message>
        <source>the same file twice</source>
        <translation>同一文件的两份</translation>
    </message>
    <message>
        <source>black</source>
        <translation>全黑</translation>
    </message>
    <message>
        <source>nothing but white</source>
        <translation>全白</translation>
    </message>
    <message>
        <source>score %1 only</source>
        <translation>得分仅 %1</translation>
    </message>
</context>
<context>
    <name>ScoreWords</name>
    <message>
        <source>gives no score</source>
        <translation>没有给出得分</translation>
    </message>
    <message>
        <source>%1 → %2 (%3)</source>
        <extracomment>%1 the score before, %2 after, %3 the signed difference</extracomment>
        <translation>%1 → %2（%3）</translation>
    </message>
    <message>
        <source>about %1 s left</source>
        <translation>约剩 %1 秒</translation>
    </message>
    <message>
        <source>about %1 min left</source>
        <translation>约剩 %1 分钟</translation>
    </message>
</context>
<context>
    <name>SignedMap</name>
    <message>
        <source>cell %1,%2: %3 points of the score</source>
        <extracomment>%1,%2 row and column counted from 1; %3 signed number of points of the score</extracomment>
        <translation>单元格 %1,%2：得分的 %3 分</translation>
    </message>
    <message>
        <source>No map yet.</source>
        <translation>尚无图。</translation>
    </message>
    <message>
        <source>%1: %2 points in all. Raises the score most at the %3 (%5), lowers it most at the %4 (%6).</source>
        <extracomment>%1 map (&quot;content&quot;), %2 signed points; %3, %4 places (&quot;top left&quot;); %5, %6 signed points</extracomment>
        <translation>%1：共 %2 分。在%3（%5）最多地提高得分，在%4（%6）最多地降低得分。</translation>
    </message>
    <message>
        <source>cell %1,%2: %3× the mean against the other photo</source>
        <extracomment>%1,%2 row and column counted from 1; %3 signed number</extracomment>
        <translation>单元格 %1,%2：与另一张照片相差均值的 %3 倍</translation>
    </message>
    <message>
        <source>Attention at %1 against the other photo: from %2 to %3 times the mean.</source>
        <extracomment>%1 scale (&quot;224 px&quot;), %2 and %3 signed numbers</extracomment>
        <translation>%1 处的注意力，与另一张照片相比：均值的 %2 到 %3 倍。</translation>
    </message>
</context>
<context>
    <name>SortOrder</name>
    <message>
        <source>By score, worst first</source>
        <translation>按得分，最差在前</translation>
    </message>
    <message>
        <source>By score, best first</source>
        <translation>按得分，最佳在前</translation>
    </message>
    <message>
        <source>By score of %1, worst first</source>
        <translation>按 %1 的得分，最差在前</translation>
    </message>
    <message>
        <source>By score of %1, best first</source>
        <translation>按 %1 的得分，最佳在前</translation>
    </message>
    <message>
        <source>By name, Z to A</source>
        <translation>按名称，Z 到 A</translation>
    </message>
    <message>
        <source>By name, A to Z</source>
        <translation>按名称，A 到 Z</translation>
    </message>
    <message>
        <source>By date modified, oldest first</source>
        <translation>按修改日期，最早在前</translation>
    </message>
    <message>
        <source>By date modified, newest first</source>
        <translation>按修改日期，最新在前</translation>
    </message>
    <message>
        <source>Where the models agree most, first</source>
        <translation>模型最一致的在前</translation>
    </message>
    <message>
        <source>Where the models disagree most, first</source>
        <translation>模型分歧最大的在前</translation>
    </message>
    <message>
        <source>By date captured, oldest first</source>
        <translation>按拍摄日期，最早在前</translation>
    </message>
    <message>
        <source>By date captured, newest first</source>
        <translation>按拍摄日期，最新在前</translation>
    </message>
    <message>
        <source>By file size, smallest first</source>
        <translation>按文件大小，最小在前</translation>
    </message>
    <message>
        <source>By file size, largest first</source>
        <translation>按文件大小，最大在前</translation>
    </message>
    <message>
        <source>By pixels, fewest first</source>
        <translation>按像素数，最少在前</translation>
    </message>
    <message>
        <source>By pixels, most first</source>
        <translation>按像素数，最多在前</translation>
    </message>
    <message>
        <source>By rating, lowest first</source>
        <translation>按星级，最低在前</translation>
    </message>
    <message>
        <source>By rating, highest first</source>
        <translation>按星级，最高在前</translation>
    </message>
    <message>
        <source>By sharpness, softest first</source>
        <translation>按清晰度，最模糊在前</translation>
    </message>
    <message>
        <source>By sharpness, sharpest first</source>
        <translation>按清晰度，最清晰在前</translation>
    </message>
    <message>
        <source>By likeness, farthest first</source>
        <translation>按相似度，最远在前</translation>
    </message>
    <message>
        <source>By likeness, nearest first</source>
        <translation>按相似度，最近在前</translation>
    </message>
</context>
<context>
    <name>Trash</name>
    <message numerus="yes">
        <source>%Ln photos to the trash</source>
        <translation>
            <numerusform>%Ln 张照片移到回收站</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>以及另外 %Ln 张</numerusform>
        </translation>
    </message>
    <message>
        <source>Their sidecars go with them. Undo puts them back; their marks and scores stay in the library.</source>
        <translation>它们的边车文件会一并移走。撤销可放回原处；标记和得分保留在图库中。</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>移到回收站</translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln photos to the trash?</source>
        <translation>
            <numerusform>要将 %Ln 张照片移到回收站吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Move to trash</source>
        <translation>移到回收站(&amp;M)</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>询问</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Model to score with (id or file).</source>
        <translation>用于评分的模型（id 或文件）。</translation>
    </message>
    <message>
        <source>Colours of the window: system, light or dark.</source>
        <translation>窗口的配色：system、light 或 dark。</translation>
    </message>
    <message>
        <source>Decode photos in the program itself, without protection.</source>
        <translation>在程序自身中解码照片，不加保护。</translation>
    </message>
    <message>
        <source>Opens folders of photos, ranked by quality, and shows where the model looked.</source>
        <translation>打开照片文件夹，按质量排序，并显示模型看了哪里。</translation>
    </message>
    <message>
        <source>Folders or photos to open; none: the whole library.</source>
        <translation>要打开的文件夹或照片；不指定则为整个图库。</translation>
    </message>
</context>
<context>
    <name>touchstone::library::IssueListModel</name>
    <message>
        <source>was deleted or moved before it could be read (open the folder again)</source>
        <translation>在读取之前已被删除或移动（请重新打开该文件夹）</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1：%2，%3</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>严重程度</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>次数</translation>
    </message>
</context>
<context>
    <name>touchstone::library::LibrarySession</name>
    <message>
        <source>%1 (earlier scores)</source>
        <comment>model</comment>
        <translation>%1（早先的得分）</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>剩余不到一分钟</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>剩余 %1 分钟</translation>
    </message>
    <message>
        <source>%1 h %2 min left</source>
        <translation>剩余 %1 小时 %2 分钟</translation>
    </message>
    <message>
        <source>Opening the model…</source>
        <translation>正在打开模型…</translation>
    </message>
    <message>
        <source>Waiting for mains power at %1 of %2</source>
        <translation>等待接通电源：%1/%2</translation>
    </message>
    <message>
        <source>Paused at %1 of %2</source>
        <translation>已暂停：%1/%2</translation>
    </message>
    <message>
        <source>Scoring %1 of %2</source>
        <translation>正在评分：%1/%2</translation>
    </message>
    <message>
        <source> · %1/s</source>
        <comment>photos per second</comment>
        <translation> · %1 张/秒</translation>
    </message>
    <message>
        <source> · %1</source>
        <comment>time left</comment>
        <translation> · %1</translation>
    </message>
</context>
<context>
    <name>touchstone::library::PhotoListModel</name>
    <message>
        <source>rated %1 of 5</source>
        <translation>%1 星，满分 5 星</translation>
    </message>
    <message>
        <source>picked</source>
        <translation>已选中</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>proposed to pick</source>
        <translation>建议选中</translation>
    </message>
    <message>
        <source>proposed to reject</source>
        <translation>建议拒绝</translation>
    </message>
    <message numerus="yes">
        <source>one of %Ln photos that belong together</source>
        <translation>
            <numerusform>相关的 %Ln 张照片之一</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two things said of a photo</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>label red</source>
        <translation>红色标签</translation>
    </message>
    <message>
        <source>label yellow</source>
        <translation>黄色标签</translation>
    </message>
    <message>
        <source>label green</source>
        <translation>绿色标签</translation>
    </message>
    <message>
        <source>label blue</source>
        <translation>蓝色标签</translation>
    </message>
    <message>
        <source>label purple</source>
        <translation>紫色标签</translation>
    </message>
    <message>
        <source>%1, could not be scored: %2</source>
        <translation>%1，无法评分：%2</translation>
    </message>
    <message>
        <source>%1, not scored yet</source>
        <translation>%1，尚未评分</translation>
    </message>
    <message>
        <source>%1, %2 percentage points between its places in the two rankings</source>
        <translation>%1，在两个排名中的位置相差 %2 个百分点</translation>
    </message>
    <message>
        <source>score %1</source>
        <translation>得分 %1</translation>
    </message>
    <message>
        <source>score %1 of %2</source>
        <translation>得分 %1，满分 %2</translation>
    </message>
    <message>
        <source>score %1 on a scale from %2 to %3</source>
        <translation>得分 %1，范围 %2 到 %3</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1, %2, better than %3 percent</source>
        <translation>%1，%2，优于 %3%</translation>
    </message>
    <message>
        <source>%1 of %2 shown · %3 hidden by filter</source>
        <translation>显示 %1 张，共 %2 张 · %3 张被筛选隐藏</translation>
    </message>
    <message>
        <source>One photo</source>
        <translation>一张照片</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos</source>
        <translation>
            <numerusform>%Ln 张照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> · %Ln in stacks</source>
        <comment>photos behind their stack&apos;s cover</comment>
        <translation>
            <numerusform> · %Ln 张在堆叠中</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2–%3</source>
        <comment>score with the ends of its scale</comment>
        <translation>%1（范围 %2–%3）</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::AboutDialog</name>
    <message>
        <source>About Touchstone</source>
        <translation>关于 Touchstone</translation>
    </message>
    <message>
        <source>Touchstone&apos;s icon</source>
        <translation>Touchstone 的图标</translation>
    </message>
    <message>
        <source>&lt;h2&gt;Touchstone %1&lt;/h2&gt;&lt;p&gt;Finds the good photos of a folder, and shows why.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
        <translation>&lt;h2&gt;Touchstone %1&lt;/h2&gt;&lt;p&gt;找出文件夹中的好照片，并说明原因。&lt;/p&gt;&lt;p&gt;自由软件，遵循 GNU 通用公共许可证第 3 版或更高版本。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Papers, patents and licences</source>
        <translation>论文、专利与许可证</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::Banner</name>
    <message>
        <source>Hide this message</source>
        <translation>隐藏此消息</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::BreakdownCard</name>
    <message>
        <source>Content and quality</source>
        <translation>内容与质量</translation>
    </message>
    <message>
        <source>Each bar begins where the one above ended; together they are exactly the score. Full: the photo at its own size; half: at half of it.</source>
        <translation>每一条从上一条结束处开始；合起来恰好就是得分。全尺寸：照片的原始大小；半尺寸：它的一半。</translation>
    </message>
    <message>
        <source>content, full</source>
        <translation>内容，全尺寸</translation>
    </message>
    <message>
        <source>content, half</source>
        <translation>内容，半尺寸</translation>
    </message>
    <message>
        <source>quality, full</source>
        <translation>质量，全尺寸</translation>
    </message>
    <message>
        <source>quality, half</source>
        <translation>质量，半尺寸</translation>
    </message>
    <message>
        <source>mean photo</source>
        <translation>平均照片</translation>
    </message>
    <message>
        <source>this photo</source>
        <translation>这张照片</translation>
    </message>
    <message>
        <source>From the score of the mean photograph this model was fitted on, step by step to this photo&apos;s.</source>
        <translation>从拟合此模型时的平均照片的得分出发，一步步到这张照片的得分。</translation>
    </message>
    <message>
        <source>The score lies outside the model&apos;s scale: the photo is unlike those it learned from.</source>
        <translation>得分超出模型的范围：这张照片与模型学过的照片不同。</translation>
    </message>
    <message>
        <source>Content alone says</source>
        <translation>仅凭内容</translation>
    </message>
    <message>
        <source>Quality alone says</source>
        <translation>仅凭质量</translation>
    </message>
    <message>
        <source>Both together say</source>
        <translation>两者合起来</translation>
    </message>
    <message>
        <source>both</source>
        <comment>content and quality</comment>
        <translation>两者</translation>
    </message>
    <message>
        <source>Show over the photo where these points come from</source>
        <translation>在照片上显示这些分数来自哪里</translation>
    </message>
    <message>
        <source>The score of both experts together, on the model&apos;s scale.</source>
        <translation>两位专家合起来的得分，按模型的范围。</translation>
    </message>
    <message>
        <source>The score of a regressor that was fitted on this expert&apos;s features alone, on the same scale.</source>
        <translation>仅用这位专家的特征拟合的回归器的得分，按同样的范围。</translation>
    </message>
    <message>
        <source>SRCC %1</source>
        <extracomment>SRCC: Spearman&apos;s rank correlation; %1 a number</extracomment>
        <translation>SRCC %1</translation>
    </message>
    <message>
        <source>How well scores of this kind ranked photos they were not fitted on, against people&apos;s ratings: 1 is the same order, 0 no relation.</source>
        <translation>这类得分对未参与拟合的照片的排序，与人的评价有多一致：1 为顺序相同，0 为毫无关系。</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::CellFooters</name>
    <message>
        <source>damaged</source>
        <translation>损坏</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ComparePane</name>
    <message>
        <source>This photo is gone.</source>
        <translation>这张照片已不存在。</translation>
    </message>
    <message>
        <source>Damaged file: part of the picture is missing.</source>
        <translation>文件损坏：缺少部分画面。</translation>
    </message>
    <message>
        <source>This photo cannot be shown.
%1</source>
        <translation>无法显示这张照片。
%1</translation>
    </message>
    <message>
        <source>as sharp</source>
        <translation>同样清晰</translation>
    </message>
    <message>
        <source>sharper by %1 %</source>
        <translation>清晰 %1 %</translation>
    </message>
    <message>
        <source>less sharp by %1 %</source>
        <translation>模糊 %1 %</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::CompareView</name>
    <message>
        <source>No map: %1</source>
        <translation>没有图：%1</translation>
    </message>
    <message>
        <source>Zoom and pan in step</source>
        <translation>同步缩放和平移</translation>
    </message>
    <message>
        <source>Difference of the maps</source>
        <translation>图的差异</translation>
    </message>
    <message>
        <source>Where the model looked more (blue) or less (orange) than in the focused photo, for frames of one scene that can be laid on each other</source>
        <translation>与焦点照片相比，模型看得更多（蓝）或更少（橙）的地方，适用于可以相互重叠的同一场景的画面</translation>
    </message>
    <message>
        <source>%1 cannot be laid on the focused photo: %2</source>
        <extracomment>%1 photo, %2 reason</extracomment>
        <translation>%1 无法与焦点照片重叠：%2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more wait</source>
        <comment>photos to compare</comment>
        <translation>
            <numerusform>还有 %Ln 张等待</numerusform>
        </translation>
    </message>
    <message>
        <source>Computing the maps…</source>
        <translation>正在计算图…</translation>
    </message>
    <message>
        <source>%1; one scale for all: up to %2</source>
        <translation>%1；所有照片共用一个刻度：最高 %2</translation>
    </message>
    <message>
        <source>%1 points</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1× the mean</source>
        <translation>均值的 %1 倍</translation>
    </message>
    <message>
        <source>others: difference to the focused photo</source>
        <translation>其他：与焦点照片的差异</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::CullingController</name>
    <message>
        <source>Proposed: %1 to pick, %2 to reject</source>
        <translation>建议：选中 %1 张，拒绝 %2 张</translation>
    </message>
    <message numerus="yes">
        <source>%Ln proposals accepted</source>
        <translation>
            <numerusform>已接受 %Ln 条建议</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Keep %1, reject %Ln others</source>
        <translation>
            <numerusform>保留 %1，拒绝其他 %Ln 张</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::FaultsCard</name>
    <message>
        <source>Resemblance</source>
        <translation>相似的缺陷</translation>
    </message>
    <message>
        <source>Learning what faults look like</source>
        <translation>学习缺陷的样子</translation>
    </message>
    <message>
        <source>Learning what faults look like…  %1</source>
        <translation>正在学习缺陷的样子…  %1</translation>
    </message>
    <message>
        <source>Not learned: %1</source>
        <translation>未学成：%1</translation>
    </message>
    <message>
        <source>What faults look like to this model has not been learned yet.</source>
        <translation>尚未学习各种缺陷在此模型眼中的样子。</translation>
    </message>
    <message>
        <source>Known when this photo has been scored by Re-IQA.</source>
        <translation>Re-IQA 为此照片评分后即可得知。</translation>
    </message>
    <message>
        <source>No clear resemblance. Nearest: %1; then: %2.</source>
        <extracomment>%1 and %2: &quot;motion blur, level 3 of 5&quot;, &quot;an undistorted photo&quot;</extracomment>
        <translation>没有明显的相似。最接近：%1；其次：%2。</translation>
    </message>
    <message>
        <source>Resembles %1 (margin %2 over %3).</source>
        <extracomment>%1 and %3: &quot;motion blur, level 3 of 5&quot;, &quot;an undistorted photo&quot;; %2 a number</extracomment>
        <translation>近似于：%1（与“%3”相差 %2）。</translation>
    </message>
    <message numerus="yes">
        <source>The photo&apos;s quality features, compared with those of pieces of %Ln photos that were made worse in known ways. A resemblance, not a measurement: the margin says how much nearer the photo lies to this fault than to the next other one, in standard deviations. Of pieces of photos that were held out, %1 % were named by the right kind.</source>
        <extracomment>%n photos; %1 a percentage</extracomment>
        <translation>
            <numerusform>把此照片的质量特征与 %Ln 张照片的局部（以已知方式劣化）的特征相比较。这是相似，不是测量：差值表示照片离此缺陷比离下一种缺陷近多少，以标准差计。留出照片的局部中有 %1 % 的缺陷种类判断正确。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It takes about %Ln minutes, in the background.</source>
        <translation>
            <numerusform>大约需要 %Ln 分钟，在后台进行。</numerusform>
        </translation>
    </message>
    <message>
        <source>Not learned: that takes at least %1 photos with a score and with sides of at least %2 pixels.</source>
        <extracomment>%1 and %2 numbers</extracomment>
        <translation>未学成：至少需要 %1 张已评分且各边不小于 %2 像素的照片。</translation>
    </message>
    <message>
        <source>Learning what faults look like begins when scoring has ended…</source>
        <translation>评分结束后开始学习缺陷的样子…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Learn anew</source>
        <translation>重新学习</translation>
    </message>
    <message>
        <source>Learn what faults look like</source>
        <translation>学习缺陷的样子</translation>
    </message>
    <message>
        <source>Makes pieces of the best photos here worse in every way of the distortion bank, in memory, and remembers what the quality expert says about them. The photos themselves are only read.</source>
        <translation>在内存中按失真库的各种方式劣化此处最佳照片的局部，并记住质量专家对它们的判断。照片本身只会被读取。</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::FilterBar</name>
    <message>
        <source>Filter: name, score&gt;=60, rating:3.. (/)</source>
        <translation>筛选：名称、score&gt;=60、rating:3..（/）</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>A part of the name, or conditions such as score&gt;=60, rating:3.., camera:X100, -is:rejected, label:red, date:2024-05. All must hold; | means or.</source>
        <translation>名称的一部分，或条件，例如 score&gt;=60、rating:3..、camera:X100、-is:rejected、label:red、date:2024-05。须全部满足；| 表示或。</translation>
    </message>
    <message>
        <source>Add a condition</source>
        <translation>添加条件</translation>
    </message>
    <message>
        <source>Save as collection…</source>
        <translation>保存为收藏集…</translation>
    </message>
    <message>
        <source>Keep this filter and the order under a name</source>
        <translation>以一个名称保留此筛选和排序</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Show all photos</source>
        <translation>显示所有照片</translation>
    </message>
    <message>
        <source> and </source>
        <comment>between two conditions</comment>
        <translation> 且 </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::FilterChip</name>
    <message>
        <source>Remove “%1” from the filter</source>
        <translation>从筛选中移除“%1”</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::FilterMenu</name>
    <message>
        <source>Score by %1, on a scale of %2 to %3</source>
        <translation>%1 的得分，范围 %2 到 %3</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>&amp;Score…</source>
        <translation>得分(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Percentile…</source>
        <translation>百分位(&amp;P)…</translation>
    </message>
    <message>
        <source>Percentile: how many of a hundred other photos are worse</source>
        <translation>百分位：每一百张其他照片中有多少张更差</translation>
    </message>
    <message>
        <source>&amp;Disagreement…</source>
        <translation>分歧(&amp;D)…</translation>
    </message>
    <message>
        <source>Percentage points between a photo&apos;s places by the first two models</source>
        <translation>一张照片按前两个模型所排位置之间的百分点</translation>
    </message>
    <message>
        <source>S&amp;harpness…</source>
        <translation>清晰度(&amp;H)…</translation>
    </message>
    <message>
        <source>Sharpness: brightness steps per pixel, less what noise adds</source>
        <translation>清晰度：每像素的亮度阶差，已减去噪点带来的部分</translation>
    </message>
    <message>
        <source>&amp;Rating</source>
        <translation>星级(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Between…</source>
        <translation>介于(&amp;B)…</translation>
    </message>
    <message>
        <source>Rating, in stars</source>
        <translation>星级，以星数计</translation>
    </message>
    <message>
        <source>&amp;Label</source>
        <translation>标签(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Flag</source>
        <translation>旗标(&amp;F)</translation>
    </message>
    <message>
        <source>Not rejected</source>
        <translation>未被拒绝</translation>
    </message>
    <message>
        <source>S&amp;tate</source>
        <translation>状态(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Camera</source>
        <translation>相机(&amp;C)</translation>
    </message>
    <message>
        <source>L&amp;ens</source>
        <translation>镜头(&amp;E)</translation>
    </message>
    <message>
        <source>F&amp;ormat</source>
        <translation>格式(&amp;O)</translation>
    </message>
    <message>
        <source>RAW</source>
        <translation>RAW</translation>
    </message>
    <message>
        <source>Date c&amp;aptured</source>
        <translation>拍摄日期(&amp;A)</translation>
    </message>
    <message>
        <source>All of %1</source>
        <translation>%1 全年</translation>
    </message>
    <message>
        <source>Other &amp;days…</source>
        <translation>其他日期(&amp;D)…</translation>
    </message>
    <message>
        <source>Day on which the photo was taken</source>
        <translation>拍摄照片的日期</translation>
    </message>
    <message>
        <source>F&amp;ile</source>
        <translation>文件(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Megapixels…</source>
        <translation>百万像素(&amp;M)…</translation>
    </message>
    <message>
        <source>Megapixels of the photo</source>
        <translation>照片的百万像素数</translation>
    </message>
    <message>
        <source>&amp;Size…</source>
        <translation>大小(&amp;S)…</translation>
    </message>
    <message>
        <source>Size of the file</source>
        <translation>文件的大小</translation>
    </message>
    <message>
        <source>&amp;Date modified…</source>
        <translation>修改日期(&amp;D)…</translation>
    </message>
    <message>
        <source>Day on which the file was changed last</source>
        <translation>文件最后一次更改的日期</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::HeatLegend</name>
    <message>
        <source>Legend of the signed map</source>
        <translation>带符号图的图例</translation>
    </message>
    <message>
        <source>Legend of the attention map</source>
        <translation>注意力图的图例</translation>
    </message>
    <message>
        <source>Points of the score that one cell adds (blue) or takes away (orange), against the mean photograph. The same scale for content and quality.</source>
        <translation>一个单元格为得分增加（蓝）或减去（橙）的分数，与平均照片相比。内容与质量使用同一刻度。</translation>
    </message>
    <message>
        <source>1× is an average cell of this scale; 2× drew twice as much attention.</source>
        <translation>1× 为此尺度上的平均单元格；2× 吸引了两倍的注意力。</translation>
    </message>
    <message>
        <source>From %1 to %2 points</source>
        <translation>从 %1 到 %2 分</translation>
    </message>
    <message>
        <source>From %1 to %2 times the mean</source>
        <translation>从均值的 %1 到 %2 倍</translation>
    </message>
    <message>
        <source>lines at 1×, 2×, 4×, 8× the mean</source>
        <translation>等高线位于均值的 1×、2×、4×、8×</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::HeatPanel</name>
    <message>
        <source>Colours of the map</source>
        <translation>图的配色</translation>
    </message>
    <message>
        <source>How attention is followed</source>
        <translation>如何追踪注意力</translation>
    </message>
    <message>
        <source>Rollout follows attention through all layers of the network; the last layer alone shows what the score was gathered from.</source>
        <translation>“逐层展开”在网络的所有层中追踪注意力；“最后一层”只显示得分是从哪里汇集的。</translation>
    </message>
    <message>
        <source>Rollout</source>
        <translation>逐层展开</translation>
    </message>
    <message>
        <source>Last layer</source>
        <translation>最后一层</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Blends neighbouring cells. The model gave one number per cell: smoothing invents detail.</source>
        <translation>混合相邻的单元格。模型对每个单元格只给出一个数：平滑会编造细节。</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>单元格</translation>
    </message>
    <message>
        <source>Draws the borders of the model&apos;s cells.</source>
        <translation>画出模型的单元格边界。</translation>
    </message>
    <message>
        <source>Opacity of the map</source>
        <translation>图的不透明度</translation>
    </message>
    <message>
        <source>Opacity of the map (O)</source>
        <translation>图的不透明度 (O)</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>%1 &quot;content&quot; or &quot;quality&quot;, %2 signed number of points of the score</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>What this part of the photo&apos;s description adds to the score, or takes from it, in points, against the mean photograph  ([ and ] step through the maps)</source>
        <translation>照片的这部分描述为得分增加或减去的分数，与平均照片相比（用 [ 和 ] 逐一切换各图）</translation>
    </message>
    <message>
        <source>%1 · %2 %</source>
        <extracomment>%1 scale (&quot;native size&quot;, &quot;384 px&quot;), %2 its part of the attention</extracomment>
        <translation>%1 · %2 %</translation>
    </message>
    <message>
        <source>%1 rows, %2 columns of cells; %3 % of all attention  ([ and ] step through the scales)</source>
        <translation>%1 行、%2 列单元格；占全部注意力的 %3 %（用 [ 和 ] 逐一切换各尺度）</translation>
    </message>
    <message>
        <source>The cells sum to the score exactly; each sees some 400 pixels around it.</source>
        <translation>各单元格之和恰好为得分；每个单元格看到周围约 400 像素。</translation>
    </message>
    <message>
        <source>Attention is where the model looked, not why the score is low.</source>
        <translation>注意力是模型看的地方，而不是得分低的原因。</translation>
    </message>
    <message>
        <source>Point at a cell to read it (Shift + arrows by keyboard).</source>
        <translation>指向一个单元格即可读取（键盘：Shift + 方向键）。</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::Histogram</name>
    <message>
        <source>Scores of this folder</source>
        <translation>此文件夹的得分</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ImportDialog</name>
    <message>
        <source>The file says it</source>
        <translation>由文件说明</translation>
    </message>
    <message>
        <source>MUSIQ</source>
        <translation>MUSIQ</translation>
    </message>
    <message>
        <source>Re-IQA quality expert</source>
        <translation>Re-IQA 质量专家</translation>
    </message>
    <message>
        <source>Re-IQA content expert</source>
        <translation>Re-IQA 内容专家</translation>
    </message>
    <message>
        <source>Re-IQA regressor</source>
        <translation>Re-IQA 回归器</translation>
    </message>
    <message>
        <source>Another network (TorchScript)</source>
        <translation>其他网络 (TorchScript)</translation>
    </message>
    <message>
        <source>Values from 0 to 1</source>
        <translation>0 到 1 的值</translation>
    </message>
    <message>
        <source>As for ImageNet</source>
        <translation>与 ImageNet 相同</translation>
    </message>
    <message>
        <source>One number, the score</source>
        <translation>一个数，即得分</translation>
    </message>
    <message>
        <source>One number for each grade</source>
        <translation>每个等级一个数</translation>
    </message>
    <message>
        <source>How the network is used</source>
        <translation>如何使用此网络</translation>
    </message>
    <message>
        <source>Lowest score</source>
        <translation>最低得分</translation>
    </message>
    <message>
        <source>Highest score</source>
        <translation>最高得分</translation>
    </message>
    <message>
        <source>Add a model from a file</source>
        <translation>从文件添加模型</translation>
    </message>
    <message>
        <source>&amp;Kind of network:</source>
        <translation>网络类型(&amp;K)：</translation>
    </message>
    <message>
        <source>A TorchScript file is code. It is taken only when it does nothing but compute.</source>
        <translation>TorchScript 文件是代码。只有在它仅作计算时才会被接受。</translation>
    </message>
    <message>
        <source>&amp;Photos go in as:</source>
        <translation>照片输入方式(&amp;P)：</translation>
    </message>
    <message>
        <source>as they are</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source> pixels, square</source>
        <translation> 像素，正方形</translation>
    </message>
    <message>
        <source>&amp;Size:</source>
        <translation>尺寸(&amp;S)：</translation>
    </message>
    <message>
        <source>What &amp;comes out:</source>
        <translation>输出内容(&amp;C)：</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Scores &amp;from:</source>
        <translation>得分范围(&amp;F)：</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::InspectorPanel</name>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>What the other models say of this photo, each on its own scale.</source>
        <translation>其他模型对这张照片的看法，各按自己的范围。</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>As a table</source>
        <translation>以表格显示</translation>
    </message>
    <message>
        <source>The same numbers as text, for screen readers and for copying.</source>
        <translation>以文字给出同样的数字，供屏幕阅读器使用和复制。</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片数</translation>
    </message>
    <message>
        <source>Scores of this folder</source>
        <translation>此文件夹的得分</translation>
    </message>
    <message>
        <source>Where the model looked</source>
        <translation>模型看了哪里</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>资料</translation>
    </message>
    <message>
        <source>No photo selected</source>
        <translation>未选择照片</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>模型：%1</translation>
    </message>
    <message>
        <source>No score: this expert needs a regressor.</source>
        <translation>无得分：这位专家需要回归器。</translation>
    </message>
    <message>
        <source>No score.</source>
        <translation>无得分。</translation>
    </message>
    <message>
        <source>Not scored yet.</source>
        <translation>尚未评分。</translation>
    </message>
    <message>
        <source>▲ higher is better</source>
        <translation>▲ 越高越好</translation>
    </message>
    <message>
        <source>▼ lower is better</source>
        <translation>▼ 越低越好</translation>
    </message>
    <message>
        <source>on a scale of %1 to %2</source>
        <translation>范围 %1 到 %2</translation>
    </message>
    <message>
        <source>the model does not state its scale</source>
        <translation>模型未说明其范围</translation>
    </message>
    <message>
        <source>, spread ±%1</source>
        <translation>，离散 ±%1</translation>
    </message>
    <message>
        <source>Known when both models have scored this photo.</source>
        <translation>两个模型都对这张照片评分后即可得知。</translation>
    </message>
    <message>
        <source>percentage points between its places in the two rankings</source>
        <translation>两个排名中的位置之间的百分点</translation>
    </message>
    <message>
        <source>In the library</source>
        <translation>在图库中</translation>
    </message>
    <message>
        <source>In this folder</source>
        <translation>在此文件夹中</translation>
    </message>
    <message numerus="yes">
        <source>Further apart than for %1 % of the others; %Ln photos have both scores.</source>
        <extracomment>%1 percentage, %n number of photos that two models have scored</extracomment>
        <translation>
            <numerusform>分歧大于其他照片的 %1 %；%Ln 张照片同时有两个得分。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Better than %1 % of the others; %Ln photos have a score.</source>
        <extracomment>%1 percentage, %n number of photos with a score</extracomment>
        <translation>
            <numerusform>优于其他照片的 %1 %；%Ln 张照片有得分。</numerusform>
        </translation>
    </message>
    <message>
        <source>No photo has a score yet.</source>
        <translation>还没有照片有得分。</translation>
    </message>
    <message>
        <source>1 photo has a score.</source>
        <translation>1 张照片有得分。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos have a score.</source>
        <translation>
            <numerusform>%Ln 张照片有得分。</numerusform>
        </translation>
    </message>
    <message>
        <source>Better than %1 % of the library.</source>
        <translation>优于图库的 %1 %。</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 到 %2</translation>
    </message>
    <message>
        <source>This is one of Re-IQA&apos;s experts. It describes photos but has no score of its own: fit a regressor to rated photos with “touchstone-cli fit” and choose that as the model.</source>
        <translation>这是 Re-IQA 的专家之一。它描述照片，但自身没有得分：请用“touchstone-cli fit”在有评价的照片上拟合一个回归器，并选它作为模型。</translation>
    </message>
    <message>
        <source>Open the photo and press H to see what its score is made of.</source>
        <translation>打开照片并按 H，查看其得分由什么组成。</translation>
    </message>
    <message>
        <source>This model&apos;s features are normalised to unit length, so its score cannot be split exactly.</source>
        <translation>此模型的特征已归一化为单位长度，因此其得分无法精确拆分。</translation>
    </message>
    <message>
        <source>%1: %2 of %3–%4</source>
        <translation>%1：%2（范围 %3–%4）</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Open the photo and press H to see where the model looked.</source>
        <translation>打开照片并按 H，查看模型看了哪里。</translation>
    </message>
    <message>
        <source>Share of the attention that each size of the photo drew. Attention is where the model looked, not why the score is low.</source>
        <translation>照片的各种尺寸所吸引的注意力份额。注意力是模型看的地方，而不是得分低的原因。</translation>
    </message>
    <message>
        <source>Show this map over the photo</source>
        <translation>在照片上显示此图</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1: share of the attention</source>
        <translation>%1：注意力的份额</translation>
    </message>
    <message>
        <source>Better than %1 % of the photos that people judged for this model to learn from.</source>
        <translation>优于该模型学习所用的人工评分照片中的 %1 %。</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::IssuesPanel</name>
    <message>
        <source>Issues</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::LevelHistogram</name>
    <message>
        <source>Brightness of the photo&apos;s pixels</source>
        <translation>照片像素的亮度</translation>
    </message>
    <message>
        <source>%1 % dark, %2 % middle, %3 % light</source>
        <translation>暗 %1 %，中 %2 %，亮 %3 %</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::LibraryPanel</name>
    <message>
        <source>Library</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Remove the collection?</source>
        <translation>要移除收藏集吗？</translation>
    </message>
    <message>
        <source>“%1” is removed. Its photos and their marks stay.</source>
        <translation>“%1”将被移除。其中的照片及其标记会保留。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Forget this folder?</source>
        <translation>要遗忘此文件夹吗？</translation>
    </message>
    <message numerus="yes">
        <source>%1
leaves the library, and so do its %Ln photos and the marks you gave them. This cannot be undone.</source>
        <translation>
            <numerusform>%1
将离开图库，其中的 %Ln 张照片和您所做的标记也一并离开。此操作无法撤销。</numerusform>
        </translation>
    </message>
    <message>
        <source>The files themselves are not touched.</source>
        <translation>文件本身不会改动。</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>遗忘</translation>
    </message>
    <message>
        <source>Open a &amp;folder…</source>
        <translation>打开文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Save the filter as collection…</source>
        <translation>将筛选保存为收藏集(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Show in folder</source>
        <translation>在文件夹中显示(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Forget this folder…</source>
        <translation>遗忘此文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Only in &amp;what is open</source>
        <translation>仅限已打开的内容(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>重命名(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Replace by the present filter</source>
        <translation>以当前筛选替换(&amp;R)</translation>
    </message>
    <message>
        <source>Re&amp;move…</source>
        <translation>移除(&amp;M)…</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::LibraryTreeModel</name>
    <message>
        <source>All photos</source>
        <translation>所有照片</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Collections</source>
        <translation>收藏集</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>The photos of all folders that were ever opened</source>
        <translation>所有打开过的文件夹中的照片</translation>
    </message>
    <message>
        <source>%1
was not there at the last look. Its photos, marks and scores are remembered until it comes back.</source>
        <translation>%1
上次查看时不存在。其中的照片、标记和得分会一直记住，直到它重新出现。</translation>
    </message>
    <message>
        <source>Photos that were opened by themselves, not with their folder</source>
        <translation>单独打开、未随文件夹一起打开的照片</translation>
    </message>
    <message>
        <source>Filter: %1</source>
        <translation>筛选：%1</translation>
    </message>
    <message>
        <source>collection</source>
        <translation>收藏集</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>文件夹</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos</source>
        <translation>
            <numerusform>%Ln 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>Single photos</source>
        <translation>单张照片</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::LicenceDialog</name>
    <message>
        <source>Licence of the model</source>
        <translation>模型的许可证</translation>
    </message>
    <message>
        <source>Licence: %1</source>
        <translation>许可证：%1</translation>
    </message>
    <message>
        <source>%1 are downloaded from %2.</source>
        <translation>%1 将从 %2 下载。</translation>
    </message>
    <message>
        <source>The file is downloaded from %1.</source>
        <translation>文件将从 %1 下载。</translation>
    </message>
    <message>
        <source>I &amp;accept these terms</source>
        <translation>我接受这些条款(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Download</source>
        <translation>下载(&amp;D)</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::LoupeView</name>
    <message>
        <source>Filmstrip</source>
        <translation>胶片条</translation>
    </message>
    <message>
        <source>No map: %1</source>
        <translation>没有图：%1</translation>
    </message>
    <message>
        <source>Computing the map…</source>
        <translation>正在计算图…</translation>
    </message>
    <message>
        <source>This photo cannot be shown.
%1</source>
        <translation>无法显示这张照片。
%1</translation>
    </message>
    <message>
        <source>Damaged file: part of the picture is missing. It is not scored.</source>
        <translation>文件损坏：缺少部分画面。不予评分。</translation>
    </message>
    <message>
        <source>No map: there is no model.</source>
        <translation>没有图：没有模型。</translation>
    </message>
    <message>
        <source>This model has no map to show.</source>
        <translation>此模型没有可显示的图。</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MainWindow</name>
    <message>
        <source>Touchstone</source>
        <translation>Touchstone</translation>
    </message>
    <message>
        <source>Open a folder of photos</source>
        <translation>打开照片文件夹</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>已复制：%1</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>&amp;Open folder…</source>
        <translation>打开文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>重新查看(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;All photos</source>
        <translation>所有照片(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;New window</source>
        <translation>新建窗口(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Show in folder</source>
        <translation>在文件夹中显示(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Copy as command</source>
        <translation>复制为命令(&amp;C)</translation>
    </message>
    <message>
        <source>Pr&amp;eferences…</source>
        <translation>首选项(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>S&amp;core photos without a score</source>
        <translation>为没有得分的照片评分(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Pause scoring</source>
        <translation>暂停评分(&amp;P)</translation>
    </message>
    <message>
        <source>C&amp;ancel scoring</source>
        <translation>取消评分(&amp;A)</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>&amp;Grid</source>
        <translation>网格(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Loupe</source>
        <translation>放大视图(&amp;L)</translation>
    </message>
    <message>
        <source>Open the photo in the loupe</source>
        <translation>在放大视图中打开照片</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>&amp;Filter…</source>
        <translation>筛选(&amp;F)…</translation>
    </message>
    <message>
        <source>Order changed – &amp;re-rank</source>
        <translation>顺序已变 – 重新排序(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Reverse the order</source>
        <translation>反转顺序(&amp;R)</translation>
    </message>
    <message>
        <source>Rank by l&amp;ikeness to this photo</source>
        <translation>按与此照片的相似度排序(&amp;I)</translation>
    </message>
    <message>
        <source>Sa&amp;ve the filter as collection…</source>
        <translation>将筛选保存为收藏集(&amp;V)…</translation>
    </message>
    <message>
        <source>&amp;Larger thumbnails</source>
        <translation>放大缩略图(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Smaller thumbnails</source>
        <translation>缩小缩略图(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>全屏(&amp;F)</translation>
    </message>
    <message>
        <source>Loupe</source>
        <translation>放大视图</translation>
    </message>
    <message>
        <source>&amp;Next photo</source>
        <translation>下一张照片(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous photo</source>
        <translation>上一张照片(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;100 % and back</source>
        <translation>100 % 与还原(&amp;1)</translation>
    </message>
    <message>
        <source>&amp;Heat map</source>
        <translation>热图(&amp;H)</translation>
    </message>
    <message>
        <source>Previous scale of the map</source>
        <translation>图的上一个尺度</translation>
    </message>
    <message>
        <source>Next scale of the map</source>
        <translation>图的下一个尺度</translation>
    </message>
    <message>
        <source>Opacity of the map</source>
        <translation>图的不透明度</translation>
    </message>
    <message>
        <source>Read the cell to the left</source>
        <translation>读取左侧的单元格</translation>
    </message>
    <message>
        <source>Read the cell to the right</source>
        <translation>读取右侧的单元格</translation>
    </message>
    <message>
        <source>Read the cell above</source>
        <translation>读取上方的单元格</translation>
    </message>
    <message>
        <source>Read the cell below</source>
        <translation>读取下方的单元格</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;What is this?</source>
        <translation>这是什么？(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;About Touchstone</source>
        <translation>关于 Touchstone(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Photos</source>
        <translation>照片(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Recent folders</source>
        <translation>最近的文件夹(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>外观(&amp;A)</translation>
    </message>
    <message>
        <source>As the &amp;desktop</source>
        <translation>跟随桌面(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Marks</source>
        <translation>标记(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation>工具栏</translation>
    </message>
    <message>
        <source> Rank by: </source>
        <translation> 排序依据： </translation>
    </message>
    <message>
        <source>Rank by</source>
        <translation>排序依据</translation>
    </message>
    <message>
        <source>Size of the thumbnails</source>
        <translation>缩略图大小</translation>
    </message>
    <message>
        <source>Size of the thumbnails (Ctrl + wheel)</source>
        <translation>缩略图大小（Ctrl + 滚轮）</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>比较(&amp;C)</translation>
    </message>
    <message>
        <source>S&amp;tack bursts and near-duplicates</source>
        <translation>堆叠连拍和近似重复(&amp;T)</translation>
    </message>
    <message>
        <source>Open or close the st&amp;ack</source>
        <translation>展开或收起堆叠(&amp;A)</translation>
    </message>
    <message>
        <source>Propose &amp;what to keep…</source>
        <translation>建议保留哪些(&amp;W)…</translation>
    </message>
    <message>
        <source>Acc&amp;ept the proposal</source>
        <translation>接受建议(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Decline the proposal</source>
        <translation>否决建议(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Keep this one, reject the others</source>
        <translation>保留这张，拒绝其他(&amp;K)</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Take the photo out of the comparison</source>
        <translation>将照片移出比较</translation>
    </message>
    <message>
        <source>Not kept: %1</source>
        <translation>未保留：%1</translation>
    </message>
    <message>
        <source>%1 picked · %2 rejected</source>
        <translation>已选中 %1 · 已拒绝 %2</translation>
    </message>
    <message>
        <source>There is nothing to compare this photo with: choose two or more.</source>
        <translation>没有可与这张照片比较的：请选择两张或更多。</translation>
    </message>
    <message>
        <source>Choose the photos that this one is kept of; it is in no group.</source>
        <translation>请选择要与这张取舍的照片；它不属于任何组。</translation>
    </message>
    <message>
        <source>These photos belong together; none is rejected for another.</source>
        <translation>这些照片同属一组；不会为其中一张而拒绝另一张。</translation>
    </message>
    <message>
        <source>What is proposed, and why</source>
        <translation>建议什么，以及为什么</translation>
    </message>
    <message>
        <source>&amp;Test the map</source>
        <translation>测试此图(&amp;T)</translation>
    </message>
    <message>
        <source>Cover or blur a part of the photo and see what the score does; on a cell: cover it</source>
        <translation>遮盖或模糊照片的一部分，看得分如何变化；在单元格上：遮盖它</translation>
    </message>
    <message>
        <source>As the &amp;model saw it</source>
        <translation>模型所见的样子(&amp;M)</translation>
    </message>
    <message>
        <source>Every size of the photo that the model looked at, side by side</source>
        <translation>模型看过的照片的各种尺寸，并排显示</translation>
    </message>
    <message>
        <source>&amp;Clipped shadows and highlights</source>
        <translation>溢出的阴影与高光(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;What is in focus</source>
        <translation>合焦之处(&amp;W)</translation>
    </message>
    <message>
        <source>Screen &amp;profile</source>
        <translation>屏幕配置文件(&amp;P)</translation>
    </message>
    <message>
        <source>sRGB</source>
        <translation>sRGB</translation>
    </message>
    <message>
        <source>&amp;Choose a file…</source>
        <translation>选择文件(&amp;C)…</translation>
    </message>
    <message>
        <source>The screen&apos;s profile</source>
        <translation>屏幕的配置文件</translation>
    </message>
    <message>
        <source>ICC profiles (*.icc *.icm)</source>
        <translation>ICC 配置文件 (*.icc *.icm)</translation>
    </message>
    <message>
        <source>%1 is no screen profile that can be used: RGB with a matrix, not with tables.</source>
        <translation>%1 不是可用的屏幕配置文件：应为矩阵式 RGB，而非查找表式。</translation>
    </message>
    <message>
        <source>The library could not be changed. %1</source>
        <translation>图库无法更改。%1</translation>
    </message>
    <message>
        <source>All photos</source>
        <translation>所有照片</translation>
    </message>
    <message>
        <source>%1 – Touchstone</source>
        <translation>%1 – Touchstone</translation>
    </message>
    <message>
        <source>Save as collection</source>
        <translation>保存为收藏集</translation>
    </message>
    <message>
        <source>Name of the collection:</source>
        <translation>收藏集的名称：</translation>
    </message>
    <message>
        <source>No stars</source>
        <translation>无星级</translation>
    </message>
    <message numerus="yes">
        <source>%Ln stars</source>
        <translation>
            <numerusform>%Ln 星</numerusform>
        </translation>
    </message>
    <message>
        <source>Label: %1</source>
        <translation>标签：%1</translation>
    </message>
    <message>
        <source>&amp;Pick</source>
        <translation>选中(&amp;P)</translation>
    </message>
    <message>
        <source>Re&amp;ject</source>
        <translation>拒绝(&amp;J)</translation>
    </message>
    <message>
        <source>&amp;Clear the flag</source>
        <translation>清除旗标(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Go on to the next photo after a mark</source>
        <translation>标记后转到下一张照片(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>撤销(&amp;U)：%1</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>重做(&amp;R)：%1</translation>
    </message>
    <message>
        <source>Undone: %1</source>
        <translation>已撤销：%1</translation>
    </message>
    <message>
        <source>Done again: %1</source>
        <translation>已重做：%1</translation>
    </message>
    <message>
        <source>The marks could not be kept, and are as they were. %1</source>
        <translation>标记无法保存，仍保持原样。%1</translation>
    </message>
    <message>
        <source>The library is open for reading only, so marks cannot be kept.</source>
        <translation>图库以只读方式打开，因此无法保存标记。</translation>
    </message>
    <message>
        <source>Marks cannot be kept: %1</source>
        <translation>无法保存标记：%1</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>模型(&amp;M)…</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Likeness to %1</source>
        <translation>与 %1 的相似度</translation>
    </message>
    <message>
        <source>Date captured</source>
        <translation>拍摄日期</translation>
    </message>
    <message>
        <source>Date modified</source>
        <translation>修改日期</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>星级</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>清晰度</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>像素数</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>Photos can be compared when Re-IQA has scored them.</source>
        <translation>照片经 Re-IQA 评分后才能比较相似度。</translation>
    </message>
    <message>
        <source>R&amp;eport…</source>
        <translation>报告(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Write stars into sidecars…</source>
        <translation>将星级写入边车文件(&amp;W)…</translation>
    </message>
    <message>
        <source>&amp;Take stars over from files…</source>
        <translation>从文件采用星级(&amp;T)…</translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Which photos?</source>
        <translation>要看哪些照片？</translation>
    </message>
    <message>
        <source>Open a folder, or drop one here. Photos are only read, never changed.</source>
        <translation>打开一个文件夹，或将其拖放到这里。照片只会被读取，绝不更改。</translation>
    </message>
    <message>
        <source>Cannot be opened</source>
        <translation>无法打开</translation>
    </message>
    <message>
        <source>Open another folder…</source>
        <translation>打开其他文件夹…</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查看</translation>
    </message>
    <message>
        <source>Show issues</source>
        <translation>显示问题</translation>
    </message>
    <message>
        <source>No photos here</source>
        <translation>这里没有照片</translation>
    </message>
    <message>
        <source>%1
has no file that looks like a photo (JPEG, PNG, TIFF, WebP, HEIC, AVIF, JPEG XL, GIF, BMP or RAW), nor have its subfolders. Hidden files are left out.</source>
        <translation>%1
及其子文件夹中没有看起来像照片的文件（JPEG、PNG、TIFF、WebP、HEIC、AVIF、JPEG XL、GIF、BMP 或 RAW）。隐藏文件不计在内。</translation>
    </message>
    <message>
        <source>No photo fits</source>
        <translation>没有符合条件的照片</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>清除</translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>已选择 %Ln 张</numerusform>
        </translation>
    </message>
    <message>
        <source>1 issue</source>
        <translation>1 个问题</translation>
    </message>
    <message numerus="yes">
        <source>%Ln issues</source>
        <translation>
            <numerusform>%Ln 个问题</numerusform>
        </translation>
    </message>
    <message>
        <source>The only file could not be read as a photo. The Issues list says why.</source>
        <translation>唯一的文件无法作为照片读取。原因见问题列表。</translation>
    </message>
    <message numerus="yes">
        <source>None of the %Ln files could be read as a photo. The Issues list says why.</source>
        <translation>
            <numerusform>%Ln 个文件均无法作为照片读取。原因见问题列表。</numerusform>
        </translation>
    </message>
    <message>
        <source>Photos are shown without scores: %1</source>
        <translation>照片显示时不带得分：%1</translation>
    </message>
    <message>
        <source>&amp;Resume scoring</source>
        <translation>继续评分(&amp;R)</translation>
    </message>
    <message>
        <source>Resume scoring</source>
        <translation>继续评分</translation>
    </message>
    <message>
        <source>Pause scoring</source>
        <translation>暂停评分</translation>
    </message>
    <message>
        <source>Move to &amp;trash…</source>
        <translation>移到回收站(&amp;T)…</translation>
    </message>
    <message>
        <source>Photos, ranked</source>
        <translation>照片，已排序</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Issues</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Zoom: 100 % is one pixel of the photo on one pixel of the screen</source>
        <translation>缩放：100 % 表示照片的一个像素对应屏幕的一个像素</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Marks of all photos that are open</source>
        <translation>所有已打开照片的标记</translation>
    </message>
    <message>
        <source>Photos are shown without scores. %1</source>
        <translation>照片显示时不带得分。%1</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>&amp;Map</source>
        <translation>照片地图(&amp;M)</translation>
    </message>
    <message>
        <source>All photos as points: what is alike lies near each other</source>
        <translation>所有照片以点显示：相似的照片彼此靠近</translation>
    </message>
    <message>
        <source>Choose with a l&amp;asso on the map</source>
        <translation>在地图上用套索选择(&amp;A)</translation>
    </message>
    <message>
        <source>Gathering photos…</source>
        <translation>正在汇集照片…</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MapCanvas</name>
    <message>
        <source>Library map</source>
        <translation>图库地图</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MapDifference</name>
    <message>
        <source>they have another shape</source>
        <translation>它们的形状不同</translation>
    </message>
    <message>
        <source>they do not show the same scene closely enough</source>
        <translation>它们显示的场景不够一致</translation>
    </message>
    <message>
        <source>they are shifted or turned too far</source>
        <translation>它们之间的位移或旋转过大</translation>
    </message>
    <message>
        <source>one of them has no detail to go by</source>
        <translation>其中一张没有可依据的细节</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MapTester</name>
    <message>
        <source>Not scored: %1</source>
        <translation>未评分：%1</translation>
    </message>
    <message>
        <source>%1 of %2 cells  %3</source>
        <extracomment>%1 cells done, %2 all cells, %3 &quot;about 20 s left&quot; or nothing</extracomment>
        <translation>第 %1 个单元格，共 %2 个  %3</translation>
    </message>
    <message>
        <source>The sweep ended early: %1</source>
        <translation>逐格测量提前结束：%1</translation>
    </message>
    <message>
        <source>The sweep was cancelled.</source>
        <translation>逐格测量已取消。</translation>
    </message>
    <message>
        <source>The map on the right was measured for the cells of %1.</source>
        <extracomment>%1 scale (&quot;224 px&quot;)</extracomment>
        <translation>右侧的图是按 %1 的单元格测量的。</translation>
    </message>
    <message>
        <source>Sweep all cells</source>
        <translation>逐格测量所有单元格</translation>
    </message>
    <message numerus="yes">
        <source>Sweep all %Ln cells of %1</source>
        <translation>
            <numerusform>逐格测量 %1 的全部 %Ln 个单元格</numerusform>
        </translation>
    </message>
    <message>
        <source>Chosen: %1 × %2 pixels</source>
        <extracomment>%1 width, %2 height in pixels</extracomment>
        <translation>已选：%1 × %2 像素</translation>
    </message>
    <message numerus="yes">
        <source>Chosen: %Ln cells of %1</source>
        <extracomment>%1 scale (&quot;224 px&quot;)</extracomment>
        <translation>
            <numerusform>已选：%1 的 %Ln 个单元格</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no model to ask.</source>
        <translation>没有可询问的模型。</translation>
    </message>
    <message>
        <source>Scoring the changed copy…</source>
        <translation>正在为改动后的副本评分…</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>%1 model, %2 &quot;71.3 → 64.0 (−7.3)&quot;</extracomment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Covering one cell after the other…</source>
        <translation>正在逐个遮盖单元格…</translation>
    </message>
    <message>
        <source>This model gives no score, so there is nothing to measure.</source>
        <translation>此模型不给出得分，因此没有可测量的内容。</translation>
    </message>
    <message>
        <source>Measured, %1: how far the score falls without each cell. Rank correlation with the map on the left: %2 (1 = the same order, 0 = none).</source>
        <translation>已测量，%1：缺少每个单元格时得分下降多少。与左侧图的秩相关：%2（1 = 顺序相同，0 = 无关）。</translation>
    </message>
    <message>
        <source>Measured, %1: how far the score falls without each cell. There are too few different values for a rank correlation.</source>
        <translation>已测量，%1：缺少每个单元格时得分下降多少。不同的值太少，无法计算秩相关。</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MapView</name>
    <message>
        <source>Near each other:</source>
        <translation>彼此靠近的是：</translation>
    </message>
    <message>
        <source>What lies near each other</source>
        <translation>什么样的照片彼此靠近</translation>
    </message>
    <message>
        <source>what looks alike (colours, coarse shapes)</source>
        <translation>外观相似（颜色、大致形状）</translation>
    </message>
    <message>
        <source>alike content (Re-IQA)</source>
        <translation>内容相似（Re-IQA）</translation>
    </message>
    <message>
        <source>alike quality (Re-IQA)</source>
        <translation>质量相似（Re-IQA）</translation>
    </message>
    <message>
        <source>Appearance is measured on the thumbnails, without any model: which colours lie where, and where edges run. It does not know what a photo shows. Content and quality are features of a Re-IQA model.</source>
        <translation>外观在缩略图上测量，不使用任何模型：哪些颜色位于何处，边缘如何走向。它不知道照片里拍的是什么。内容和质量是 Re-IQA 模型的特征。</translation>
    </message>
    <message>
        <source>Colours of the scores</source>
        <translation>得分的颜色</translation>
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
        <translation>灰色</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Dragging draws an outline, and chooses the photos in it. Shift adds to what is chosen, Ctrl takes away; with these keys it works without this button, too.</source>
        <translation>拖动可画出轮廓，并选择其中的照片。按住 Shift 添加到选择，按住 Ctrl 从选择中去掉；使用这些键时无需此按钮。</translation>
    </message>
    <message>
        <source>Whole map</source>
        <translation>整张地图</translation>
    </message>
    <message>
        <source>Shows the whole map (Home)</source>
        <translation>显示整张地图 (Home)</translation>
    </message>
    <message>
        <source>Photos changed – lay out again</source>
        <translation>照片已更改 – 重新排布</translation>
    </message>
    <message>
        <source>Photos came or went since the map was made</source>
        <translation>地图生成之后有照片增加或消失</translation>
    </message>
    <message>
        <source>Progress of the map</source>
        <translation>地图的进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop laying out</source>
        <translation>停止排布</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>no score yet</source>
        <translation>尚无得分</translation>
    </message>
    <message>
        <source>The map is being made…</source>
        <translation>正在生成地图…</translation>
    </message>
    <message>
        <source>Content and quality need a Re-IQA model. What photos look like can be shown without one.</source>
        <translation>内容和质量需要 Re-IQA 模型。照片的外观无需模型即可显示。</translation>
    </message>
    <message>
        <source>No photo has a thumbnail yet. They are made as photos are looked at, or all of them now.</source>
        <translation>还没有任何照片有缩略图。缩略图会在查看照片时生成，也可以现在全部生成。</translation>
    </message>
    <message>
        <source>No photo has been looked at by the Re-IQA model yet.</source>
        <translation>Re-IQA 模型还没有看过任何照片。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos on the map</source>
        <translation>
            <numerusform>地图上有 %Ln 张照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos have no thumbnail yet</source>
        <translation>
            <numerusform>%Ln 张照片还没有缩略图</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos have no features yet</source>
        <translation>
            <numerusform>%Ln 张照片还没有特征</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos cannot be placed</source>
        <translation>
            <numerusform>%Ln 张照片无法放置</numerusform>
        </translation>
    </message>
    <message>
        <source>there is no difference between them</source>
        <translation>它们之间没有差别</translation>
    </message>
    <message>
        <source>one photo alone has no neighbours</source>
        <translation>只有一张照片，没有相邻的照片</translation>
    </message>
    <message>
        <source>1st axis: %1 % of all differences</source>
        <extracomment>%1 a percentage</extracomment>
        <translation>第 1 轴：全部差异的 %1 %</translation>
    </message>
    <message>
        <source>2nd axis: %1 % of all differences</source>
        <extracomment>%1 a percentage</extracomment>
        <translation>第 2 轴：全部差异的 %1 %</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>Make them now</source>
        <translation>现在生成</translation>
    </message>
    <message>
        <source>Score them now</source>
        <translation>现在评分</translation>
    </message>
    <message>
        <source>Library map</source>
        <translation>图库地图</translation>
    </message>
    <message>
        <source>Library map: %1</source>
        <translation>图库地图：%1</translation>
    </message>
    <message>
        <source>The map is made when all photos have been found.</source>
        <translation>找到所有照片后将生成地图。</translation>
    </message>
    <message>
        <source>Lay out again</source>
        <translation>重新排布</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MarkImportDialog</name>
    <message>
        <source>Where the two differ, take what the &amp;file says</source>
        <translation>两者不同时，以文件所写为准(&amp;F)</translation>
    </message>
    <message>
        <source>Reading sidecars…</source>
        <translation>正在读取边车文件…</translation>
    </message>
    <message>
        <source>&amp;Take over</source>
        <translation>采用(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Take stars over</source>
        <translation>采用星级</translation>
    </message>
    <message>
        <source>Stars, labels and rejections that other programs gave, in sidecars or inside the photos. What is ticked is taken into the library; files are not changed.</source>
        <translation>其他程序在边车文件或照片内部给出的星级、标签和拒绝标记。勾选的内容会采用到图库中；文件不会更改。</translation>
    </message>
    <message>
        <source>Marks that were found</source>
        <translation>找到的标记</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) have marks that the library has not.</source>
        <translation>
            <numerusform>%Ln 张照片有图库中没有的标记。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) are marked otherwise here.</source>
        <translation>
            <numerusform>%Ln 张照片在这里的标记不同。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) are marked the same.</source>
        <translation>
            <numerusform>%Ln 张照片的标记相同。</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped before all photos were read.</source>
        <translation>在读完所有照片之前已停止。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) cannot be read:</source>
        <translation>
            <numerusform>%Ln 个文件无法读取：</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Take over %Ln photo(s)</source>
        <translation>
            <numerusform>采用 %Ln 张照片的标记(&amp;T)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MarkImportJob</name>
    <message>
        <source>The photo has two sidecars that differ; the newer one counts.</source>
        <translation>这张照片有两个内容不同的边车文件；以较新的为准。</translation>
    </message>
    <message>
        <source>%1 has the same sidecar.</source>
        <translation>%1 使用同一个边车文件。</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MarkImportTable</name>
    <message numerus="yes">
        <source>%Ln star(s)</source>
        <translation>
            <numerusform>%Ln 星</numerusform>
        </translation>
    </message>
    <message>
        <source>Inside the photo</source>
        <translation>在照片内部</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>来自 %1</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Is now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>The file says</source>
        <translation>文件所写</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>变为</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MarksBar</name>
    <message>
        <source>Marks</source>
        <translation>标记</translation>
    </message>
    <message numerus="yes">
        <source>%Ln stars</source>
        <translation>
            <numerusform>%Ln 星</numerusform>
        </translation>
    </message>
    <message>
        <source>Label: %1</source>
        <translation>标签：%1</translation>
    </message>
    <message>
        <source>Pick</source>
        <translation>选中</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::MeasuredPane</name>
    <message>
        <source>Measured map of %1</source>
        <translation>%1 的测量图</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ModelJob</name>
    <message>
        <source>Downloading</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>正在检查</translation>
    </message>
    <message>
        <source>Converting</source>
        <translation>正在转换</translation>
    </message>
    <message>
        <source>%1 is installed.</source>
        <translation>%1 已安装。</translation>
    </message>
    <message>
        <source>%1 is whole: its SHA-256 is the recorded one, and it loads.</source>
        <translation>%1 完好：其 SHA-256 与记录一致，并且可以载入。</translation>
    </message>
    <message>
        <source>%1 loads; no SHA-256 is on record for it.</source>
        <translation>%1 可以载入；没有其 SHA-256 的记录。</translation>
    </message>
    <message>
        <source>%1 was removed.</source>
        <translation>%1 已移除。</translation>
    </message>
    <message>
        <source>This counts when Touchstone is started the next time.</source>
        <translation>下次启动 Touchstone 时生效。</translation>
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
        <translation>可以下载</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>损坏</translation>
    </message>
    <message>
        <source>installed, runs by default</source>
        <translation>已安装，默认运行</translation>
    </message>
    <message>
        <source>comes with Touchstone</source>
        <translation>随 Touchstone 提供</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>已安装</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>none by itself; a regressor that was fitted on it gives them</source>
        <translation>自身没有；由在其上拟合的回归器给出</translation>
    </message>
    <message>
        <source>%1 to %2, higher is better</source>
        <translation>%1 到 %2，越高越好</translation>
    </message>
    <message>
        <source>%1 to %2, lower is better</source>
        <translation>%1 到 %2，越低越好</translation>
    </message>
    <message>
        <source> (%1 photos)</source>
        <translation> (%1 张照片)</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>训练数据</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>论文</translation>
    </message>
    <message>
        <source>In plain words</source>
        <translation>通俗说明</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>SHA-256 of the file</source>
        <translation>文件的 SHA-256</translation>
    </message>
    <message>
        <source>not published; recorded at the first download</source>
        <translation>未公布；首次下载时记录</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Installed as</source>
        <translation>安装为</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ModelsDialog</name>
    <message>
        <source>&amp;Download…</source>
        <translation>下载(&amp;D)…</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Check</source>
        <translation>检查(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>移除(&amp;R)…</translation>
    </message>
    <message>
        <source>Run by de&amp;fault</source>
        <translation>默认运行(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Add from a file…</source>
        <translation>从文件添加(&amp;A)…</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>What is known of the model</source>
        <translation>关于此模型的已知信息</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>%1…</source>
        <translation>%1…</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1：%2，共 %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Remove the model</source>
        <translation>移除模型</translation>
    </message>
    <message>
        <source>Remove %1 and its file?</source>
        <translation>要移除 %1 及其文件吗？</translation>
    </message>
    <message>
        <source>Its scores stay in the library.</source>
        <translation>其得分会保留在图库中。</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>Removing…</source>
        <translation>正在移除…</translation>
    </message>
    <message>
        <source>Add a model from a file</source>
        <translation>从文件添加模型</translation>
    </message>
    <message>
        <source>Models (*.safetensors *.npz *.pth *.tar *.pt)</source>
        <translation>模型 (*.safetensors *.npz *.pth *.tar *.pt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Converting…</source>
        <translation>正在转换…</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::NeighboursCard</name>
    <message>
        <source>Alike</source>
        <translation>相似</translation>
    </message>
    <message>
        <source>Nearest in content</source>
        <translation>内容最接近</translation>
    </message>
    <message>
        <source>The photos of this folder whose content features point most nearly the same way: they should share the subject.</source>
        <translation>此文件夹中内容特征方向最接近的照片：它们的题材应当相同。</translation>
    </message>
    <message>
        <source>Nearest in quality</source>
        <translation>质量最接近</translation>
    </message>
    <message>
        <source>The photos of this folder whose quality features point most nearly the same way: they should share the faults.</source>
        <translation>此文件夹中质量特征方向最接近的照片：它们的缺陷应当相同。</translation>
    </message>
    <message>
        <source>Known when this photo has been scored by Re-IQA.</source>
        <translation>这张照片经 Re-IQA 评分后即可得知。</translation>
    </message>
    <message>
        <source>%1, cosine %2: 1 is the same direction</source>
        <extracomment>%1 file name, %2 a number from −1 to 1</extracomment>
        <translation>%1，余弦 %2：1 为同一方向</translation>
    </message>
    <message>
        <source>Open %1, cosine %2</source>
        <translation>打开 %1，余弦 %2</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::PhotoOverlays</name>
    <message>
        <source>Green: what is in focus (steep edges in the full photo).</source>
        <translation>绿色：合焦之处（原尺寸照片中的陡峭边缘）。</translation>
    </message>
    <message>
        <source>Clipped shadows (blue, stripes falling): %1 %. Clipped highlights (orange, stripes rising): %2 %.</source>
        <translation>溢出的阴影（蓝色，条纹下降）：%1 %。溢出的高光（橙色，条纹上升）：%2 %。</translation>
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
        <translation>首选项</translation>
    </message>
    <message>
        <source>Some of this counts when Touchstone is started the next time.</source>
        <translation>其中一些设置在下次启动 Touchstone 时生效。</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟随桌面</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>&amp;Appearance:</source>
        <translation>外观(&amp;A)：</translation>
    </message>
    <message>
        <source>&amp;Score photos as soon as a folder is open</source>
        <translation>打开文件夹后立即为照片评分(&amp;S)</translation>
    </message>
    <message>
        <source>Scoring:</source>
        <translation>评分：</translation>
    </message>
    <message>
        <source>in your data folder</source>
        <translation>在您的数据文件夹中</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>选择(&amp;C)…</translation>
    </message>
    <message>
        <source>Choose the folder of the library</source>
        <translation>选择图库的文件夹</translation>
    </message>
    <message>
        <source>&amp;Library:</source>
        <translation>图库(&amp;L)：</translation>
    </message>
    <message>
        <source>TOUCHSTONE_LIBRARY names the folder: %1</source>
        <translation>TOUCHSTONE_LIBRARY 指定了文件夹：%1</translation>
    </message>
    <message>
        <source>The library that is open is in memory only.</source>
        <translation>已打开的图库仅在内存中。</translation>
    </message>
    <message>
        <source>Open now: %1
Scores, marks and collections are in that folder, and are not moved: to take them along, copy it while Touchstone is not running.</source>
        <translation>现已打开：%1
得分、标记和收藏集都在该文件夹中，不会随之移动：若要带走，请在 Touchstone 未运行时复制它。</translation>
    </message>
    <message>
        <source>&amp;Thumbnails on the disk, at most:</source>
        <translation>磁盘上的缩略图上限(&amp;T)：</translation>
    </message>
    <message>
        <source>&amp;Heat maps on the disk, at most:</source>
        <translation>磁盘上的热图上限(&amp;H)：</translation>
    </message>
    <message>
        <source>&amp;Delete them now</source>
        <translation>立即删除(&amp;D)</translation>
    </message>
    <message>
        <source>Delete thumbnails, heat maps and features that are kept on the disk</source>
        <translation>删除磁盘上保留的缩略图、热图和特征</translation>
    </message>
    <message>
        <source>%1 freed. They are made again when they are needed.</source>
        <translation>已释放 %1。需要时会重新生成。</translation>
    </message>
    <message>
        <source>Folder of the library</source>
        <translation>图库的文件夹</translation>
    </message>
    <message>
        <source>Automatic: a GPU when there is one</source>
        <translation>自动：有 GPU 时使用 GPU</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>处理器 (CPU)</translation>
    </message>
    <message>
        <source>&amp;Networks run on:</source>
        <translation>网络运行于(&amp;N)：</translation>
    </message>
    <message>
        <source>Looking for GPUs…</source>
        <translation>正在查找 GPU…</translation>
    </message>
    <message>
        <source>Reference: 32 bits throughout</source>
        <translation>参考：全程 32 位</translation>
    </message>
    <message>
        <source>Fast: 16 bits where the device has them</source>
        <translation>快速：设备支持时使用 16 位</translation>
    </message>
    <message>
        <source>Fast scores differ from the reference by less than 0.3 points of 100. Photos that were scored with the other precision are scored again.</source>
        <translation>快速得分与参考得分相差不到 0.3 分（满分 100）。以另一种精度评分过的照片会重新评分。</translation>
    </message>
    <message>
        <source>&amp;Precision:</source>
        <translation>精度(&amp;P)：</translation>
    </message>
    <message>
        <source>All GPUs</source>
        <translation>所有 GPU</translation>
    </message>
    <message>
        <source>No GPU can be used: %1.</source>
        <translation>无法使用任何 GPU：%1。</translation>
    </message>
    <message numerus="yes">
        <source>%n GPU(s) found.</source>
        <translation>
            <numerusform>找到 %n 个 GPU。</numerusform>
        </translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ProposalTable</name>
    <message>
        <source>Pick</source>
        <translation>选中</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Proposed</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Beside</source>
        <translation>相比</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ProposalsDialog</name>
    <message>
        <source>Proposals</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>Proposed marks</source>
        <translation>建议的标记</translation>
    </message>
    <message>
        <source>&amp;Groups, when the best is ahead by</source>
        <translation>组，当最佳者领先(&amp;G)</translation>
    </message>
    <message>
        <source> points</source>
        <translation> 分</translation>
    </message>
    <message>
        <source>Points that the best must be ahead by</source>
        <translation>最佳者必须领先的分数</translation>
    </message>
    <message>
        <source>The score on a scale of 100, and 6 points for each doubling of the sharpness. What is closer is a matter of taste.</source>
        <translation>百分制的得分，清晰度每翻一倍加 6 分。更接近的就看个人喜好了。</translation>
    </message>
    <message>
        <source>&amp;Black and white frames</source>
        <translation>全黑和全白的画面(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Scores worse than</source>
        <translation>得分低于(&amp;S)</translation>
    </message>
    <message>
        <source>Score that is too bad</source>
        <translation>过低的得分</translation>
    </message>
    <message>
        <source>&amp;All</source>
        <translation>全部(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;None</source>
        <translation>无(&amp;N)</translation>
    </message>
    <message>
        <source>Tick all</source>
        <translation>全部勾选</translation>
    </message>
    <message>
        <source>Tick none</source>
        <translation>全部不勾选</translation>
    </message>
    <message>
        <source>A&amp;ccept ticked</source>
        <translation>接受勾选的(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Decline ticked</source>
        <translation>否决勾选的(&amp;D)</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message numerus="yes">
        <source>%1 to pick, %2 to reject; %Ln of them ticked.</source>
        <translation>
            <numerusform>建议选中 %1 张，拒绝 %2 张；已勾选其中 %Ln 张。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln groups</source>
        <translation>
            <numerusform>%Ln 组</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln close calls</source>
        <translation>
            <numerusform>%Ln 组难分高下</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln kept whole</source>
        <translation>
            <numerusform>%Ln 组全部保留</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of which too little is known</source>
        <translation>
            <numerusform>%Ln 组所知太少</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is marked before you accept; accepting is one step of undo.</source>
        <translation>在您接受之前不会作任何标记；接受算作一步撤销。</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::RangeDialog</name>
    <message>
        <source>and</source>
        <comment>between 3 and 5</comment>
        <translation>与</translation>
    </message>
    <message>
        <source>Add a condition</source>
        <translation>添加条件</translation>
    </message>
    <message>
        <source>on this day or later</source>
        <translation>当天或之后</translation>
    </message>
    <message>
        <source>at least</source>
        <translation>至少</translation>
    </message>
    <message>
        <source>on this day or earlier</source>
        <translation>当天或之前</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>至多</translation>
    </message>
    <message>
        <source>on this day</source>
        <translation>当天</translation>
    </message>
    <message>
        <source>exactly</source>
        <translation>恰为</translation>
    </message>
    <message>
        <source>between</source>
        <translation>介于</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ReportDialog</name>
    <message>
        <source>Photo quality report</source>
        <translation>照片质量报告</translation>
    </message>
    <message>
        <source>&amp;Save as…</source>
        <translation>另存为(&amp;S)…</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Copy as &amp;command</source>
        <translation>复制为命令(&amp;C)</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>&amp;Photos:</source>
        <translation>照片(&amp;P)：</translation>
    </message>
    <message>
        <source>&amp;Form:</source>
        <translation>形式(&amp;F)：</translation>
    </message>
    <message>
        <source>&amp;Title:</source>
        <translation>标题(&amp;T)：</translation>
    </message>
    <message>
        <source>P&amp;aper:</source>
        <translation>纸张(&amp;A)：</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>for the first </source>
        <comment>followed by a number of photos</comment>
        <translation>对前 </translation>
    </message>
    <message>
        <source>Shows where the model looked, or what counted; takes a second or so for each photo.</source>
        <translation>显示模型看了哪里，或什么起了作用；每张照片约需一秒。</translation>
    </message>
    <message>
        <source>&amp;Maps:</source>
        <translation>图(&amp;M)：</translation>
    </message>
    <message>
        <source>Every form names the models with their hashes, how the scores were made, and a hash of each photo. A JSON report can be checked later by touchstone-cli verify.</source>
        <translation>每种形式都会列出模型及其哈希值、得分的产生方式，以及每张照片的哈希值。JSON 报告之后可用 touchstone-cli verify 核对。</translation>
    </message>
    <message>
        <source>Preview of the first page</source>
        <translation>首页预览</translation>
    </message>
    <message>
        <source>First page</source>
        <translation>首页</translation>
    </message>
    <message>
        <source>Selected (%1)</source>
        <translation>已选择 (%1)</translation>
    </message>
    <message>
        <source>Shown (%1)</source>
        <translation>已显示 (%1)</translation>
    </message>
    <message>
        <source>All (%1)</source>
        <translation>全部 (%1)</translation>
    </message>
    <message>
        <source>Web page (HTML)</source>
        <translation>网页 (HTML)</translation>
    </message>
    <message>
        <source>Document (PDF)</source>
        <translation>文档 (PDF)</translation>
    </message>
    <message>
        <source>Contact sheet (PDF)</source>
        <translation>缩略图目录 (PDF)</translation>
    </message>
    <message>
        <source>Contact sheet (PNG)</source>
        <translation>缩略图目录 (PNG)</translation>
    </message>
    <message>
        <source>Table (CSV)</source>
        <translation>表格 (CSV)</translation>
    </message>
    <message>
        <source>Data that can be checked (JSON)</source>
        <translation>可核对的数据 (JSON)</translation>
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
        <translation>没有可显示的内容。</translation>
    </message>
    <message>
        <source>Photo report</source>
        <translation>照片报告</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Writing %1…</source>
        <translation>正在写入 %1…</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>已写入：%1</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ScalesView</name>
    <message>
        <source>Cannot be shown as the model saw it: %1</source>
        <translation>无法按模型所见显示：%1</translation>
    </message>
    <message>
        <source>Resizing as the model does…</source>
        <translation>正在像模型那样缩放…</translation>
    </message>
    <message>
        <source>Computing the map…</source>
        <translation>正在计算图…</translation>
    </message>
    <message>
        <source>This model does not look at several sizes of the photo.</source>
        <translation>此模型不看照片的多种尺寸。</translation>
    </message>
    <message>
        <source>%1 · %2 × %3 · %4 % of the attention</source>
        <extracomment>%1 scale (&quot;native size&quot;, &quot;384 px&quot;), %2 width, %3 height in pixels, %4 percentage</extracomment>
        <translation>%1 · %2 × %3 · 注意力的 %4 %</translation>
    </message>
    <message>
        <source>%1 as the model saw it: %2</source>
        <extracomment>%1 photo, %2 scale</extracomment>
        <translation>模型所见的 %1：%2</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ScoreLegend</name>
    <message>
        <source>Legend of the scores</source>
        <translation>得分图例</translation>
    </message>
    <message>
        <source>From %1 to %2</source>
        <extracomment>%1, %2 scores</extracomment>
        <translation>从 %1 到 %2</translation>
    </message>
    <message>
        <source>No scores yet</source>
        <translation>尚无得分</translation>
    </message>
    <message>
        <source>The colour of a point is its photo&apos;s score. Points without a score are rings.</source>
        <translation>点的颜色是照片的得分。没有得分的点显示为圆环。</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ScoringMenu</name>
    <message>
        <source>Scoring &amp;effort</source>
        <translation>评分力度(&amp;E)</translation>
    </message>
    <message>
        <source>Gently while I &amp;work</source>
        <translation>我工作时放慢(&amp;W)</translation>
    </message>
    <message>
        <source>On battery: at &amp;full speed</source>
        <translation>使用电池时：全速(&amp;F)</translation>
    </message>
    <message>
        <source>On battery: &amp;gently, half of the time</source>
        <translation>使用电池时：放慢，一半时间(&amp;G)</translation>
    </message>
    <message>
        <source>On battery: wait for &amp;mains power</source>
        <translation>使用电池时：等待接通电源(&amp;M)</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ScoringStatus</name>
    <message>
        <source>Progress of scoring</source>
        <translation>评分进度</translation>
    </message>
    <message>
        <source>Looking for photos: %1 so far</source>
        <translation>正在查找照片：目前 %1 张</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新按键</translation>
    </message>
    <message>
        <source>Set key</source>
        <translation>设置按键</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Choose an action to give it another key.</source>
        <translation>选择一项操作，为它指定另一个按键。</translation>
    </message>
    <message>
        <source>%1 is already the key for “%2”. Give that another key first.</source>
        <translation>%1 已是“%2”的按键。请先为它指定另一个按键。</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::SidecarDialog</name>
    <message>
        <source>Write the models&apos; &amp;scores as well, in a namespace of their own</source>
        <translation>同时写入模型的得分，使用独立的命名空间(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Write</source>
        <translation>写入(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Undo the last writing</source>
        <translation>撤销上次写入(&amp;U)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Write sidecars</source>
        <translation>写入边车文件</translation>
    </message>
    <message>
        <source>Stars, rejections and labels go into XMP files beside the photos, which Lightroom, darktable and digiKam read. The photos themselves are never changed, and what other programs wrote into a sidecar stays. Lightroom looks at sidecars of raw files only; XMP has no mark for picks.</source>
        <translation>星级、拒绝标记和标签会写入照片旁的 XMP 文件，Lightroom、darktable 和 digiKam 可以读取。照片本身绝不更改，其他程序写入边车文件的内容也会保留。Lightroom 只查看 RAW 文件的边车文件；XMP 没有表示“选中”的标记。</translation>
    </message>
    <message>
        <source>IMG.CR2.xmp, as darktable and digiKam</source>
        <translation>IMG.CR2.xmp，与 darktable 和 digiKam 相同</translation>
    </message>
    <message>
        <source>IMG.xmp, as Lightroom and Capture One</source>
        <translation>IMG.xmp，与 Lightroom 和 Capture One 相同</translation>
    </message>
    <message>
        <source>&amp;New sidecars:</source>
        <translation>新的边车文件(&amp;N)：</translation>
    </message>
    <message>
        <source>Sidecar</source>
        <translation>边车文件</translation>
    </message>
    <message>
        <source>Is now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>变为</translation>
    </message>
    <message>
        <source>What would change</source>
        <translation>将会更改的内容</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message numerus="yes">
        <source>%n sidecar(s) written.</source>
        <translation>
            <numerusform>已写入 %n 个边车文件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sidecar(s) put back as they were.</source>
        <translation>
            <numerusform>已将 %n 个边车文件恢复原样。</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading sidecars…</source>
        <translation>正在读取边车文件…</translation>
    </message>
    <message>
        <source>%1 (new)</source>
        <translation>%1（新建）</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>提示：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n sidecar(s) would change.</source>
        <translation>
            <numerusform>%n 个边车文件将会更改。</numerusform>
        </translation>
    </message>
    <message>
        <source>The first %1 are shown.</source>
        <translation>显示前 %1 个。</translation>
    </message>
    <message numerus="yes">
        <source>%n sidecar(s) are left alone:</source>
        <translation>
            <numerusform>%n 个边车文件保持不动：</numerusform>
        </translation>
    </message>
    <message>
        <source>Changed by another program</source>
        <translation>被其他程序更改</translation>
    </message>
    <message numerus="yes">
        <source>%n sidecar(s) were changed by another program after they were shown here, and were left as they are. Show what writing would change in them now?</source>
        <translation>
            <numerusform>有 %n 个边车文件在这里显示之后被其他程序更改，因此保持原样。现在要显示写入会对它们作哪些更改吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Show again</source>
        <translation>重新显示(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Leave them</source>
        <translation>保持不动(&amp;L)</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::TestPanel</name>
    <message>
        <source>Attention is where the model looked, not why the score is low: it may look at a part that hardly moves the score. Here you see what the score does without a part. A covered photo is itself unlike any that the model learned from, so small changes mean little.</source>
        <translation>注意力是模型看的地方，而不是得分低的原因：它可能看着一处几乎不影响得分的地方。在这里可以看到缺少某个部分时得分如何变化。被遮盖的照片本身就与模型学过的任何照片不同，因此微小的变化意义不大。</translation>
    </message>
    <message>
        <source>Choose the top cells:</source>
        <translation>选择最受注意的单元格：</translation>
    </message>
    <message>
        <source>Chooses the cells of the shown map that the model looked at most.</source>
        <translation>选择所示图中模型看得最多的单元格。</translation>
    </message>
    <message>
        <source>How many cells</source>
        <translation>单元格数量</translation>
    </message>
    <message>
        <source>&amp;Cover</source>
        <translation>遮盖(&amp;C)</translation>
    </message>
    <message>
        <source>Paints it in the photo&apos;s mean colour, in a copy.</source>
        <translation>在副本中涂成照片的平均颜色。</translation>
    </message>
    <message>
        <source>B&amp;lur</source>
        <translation>模糊(&amp;L)</translation>
    </message>
    <message>
        <source>Takes the detail out of it, in a copy.</source>
        <translation>在副本中去除其细节。</translation>
    </message>
    <message>
        <source>R&amp;estore</source>
        <translation>还原(&amp;E)</translation>
    </message>
    <message>
        <source>Gives it back as it is in the photo.</source>
        <translation>恢复成照片中的样子。</translation>
    </message>
    <message>
        <source>Start &amp;again</source>
        <translation>重新开始(&amp;A)</translation>
    </message>
    <message>
        <source>Back to the photo as it is.</source>
        <translation>回到照片原样。</translation>
    </message>
    <message>
        <source>Show the changed copy</source>
        <translation>显示改动后的副本</translation>
    </message>
    <message>
        <source>Off: the photo as it is. The file is never written to.</source>
        <translation>关闭：照片原样。文件绝不会被写入。</translation>
    </message>
    <message>
        <source>Covers every cell of the shown map in turn and measures how far the score falls: a map of what matters, beside the map of where the model looked.</source>
        <translation>依次遮盖所示图的每个单元格，并测量得分下降多少：一张显示什么重要的图，与显示模型看了哪里的图并列。</translation>
    </message>
    <message>
        <source>Progress of the sweep</source>
        <translation>逐格测量的进度</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>取消(&amp;N)</translation>
    </message>
    <message>
        <source>Stops the sweep.</source>
        <translation>停止逐格测量。</translation>
    </message>
    <message>
        <source>Points of the score: blue cells hold it up, orange ones pull it down.</source>
        <translation>得分的分数：蓝色单元格支撑得分，橙色单元格拉低得分。</translation>
    </message>
    <message>
        <source>Draw a rectangle on the photo, or click a cell.</source>
        <translation>在照片上画一个矩形，或点击一个单元格。</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::TrustCard</name>
    <message>
        <source>⚠ Not my kind of picture: it is nearly one colour. The models learned from photographs; their number means nothing here.</source>
        <translation>⚠ 不是我擅长的图片：几乎只有一种颜色。模型学的是摄影照片；这里的数字没有意义。</translation>
    </message>
    <message>
        <source>⚠ Not my kind of picture: it looks like a document, a drawing or a screenshot. The models learned from photographs; their number means little here.</source>
        <translation>⚠ 不是我擅长的图片：看起来像文档、绘图或屏幕截图。模型学的是摄影照片；这里的数字意义不大。</translation>
    </message>
    <message>
        <source>%1 of %2 copies  %3</source>
        <extracomment>%1 copies done, %2 all copies, %3 &quot;about 20 s left&quot; or nothing</extracomment>
        <translation>第 %1 个副本，共 %2 个  %3</translation>
    </message>
    <message>
        <source>Not measured: %1</source>
        <translation>未测量：%1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Scoring small crops and resizes…</source>
        <translation>正在为小幅裁剪和缩放评分…</translation>
    </message>
    <message>
        <source>How steady is this score?</source>
        <translation>这个得分有多稳定？</translation>
    </message>
    <message>
        <source>Scores small crops and resizes of the photo, which a person would call the same photo.</source>
        <translation>为照片的小幅裁剪和缩放评分，人会认为它们是同一张照片。</translation>
    </message>
    <message>
        <source>This model gives no score, so there is nothing to measure.</source>
        <translation>此模型不给出得分，因此没有可测量的内容。</translation>
    </message>
    <message numerus="yes">
        <source>Between %1 and %2 among %Ln small crops and resizes (standard deviation %3). A difference of less than about %4 to another photo says nothing.</source>
        <extracomment>%n copies; %1 lowest, %2 highest score; %3 standard deviation; %4 twice that</extracomment>
        <translation>
            <numerusform>在 %Ln 个小幅裁剪和缩放中介于 %1 与 %2 之间（标准差 %3）。与另一张照片相差不到约 %4 时，说明不了什么。</numerusform>
        </translation>
    </message>
    <message>
        <source>Sharpness where the model looked: %1; of the whole frame: %2 (%3×).</source>
        <extracomment>%1, %2 levels per pixel, %3 how often</extracomment>
        <translation>模型所看之处的清晰度：%1；整幅画面：%2（%3 倍）。</translation>
    </message>
    <message>
        <source>What it looked at is sharp: a soft background is no fault here.</source>
        <translation>它所看之处是清晰的：背景虚化在这里不是缺陷。</translation>
    </message>
    <message>
        <source>What it looked at is softer than the rest: has the focus missed?</source>
        <translation>它所看之处比其余部分更模糊：是否跑焦了？</translation>
    </message>
    <message>
        <source>⚠ Far from what this model learned from: the photo&apos;s features lie %1 times as far from the mean as those of its training photos. Its number means little here.</source>
        <extracomment>%1 a number from 3 on</extracomment>
        <translation>⚠ 与此模型学习过的照片相距甚远：该照片的特征离平均值的距离是其训练照片的 %1 倍。此处的得分意义不大。</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::Waterfall</name>
    <message>
        <source>What the score is made of</source>
        <translation>得分由什么组成</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>part of a score</comment>
        <extracomment>%1 a part of a score, %2 its number</extracomment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>touchstone::ui::WhatIsThisDialog</name>
    <message>
        <source>What is this?</source>
        <translation>这是什么？</translation>
    </message>
    <message>
        <source>&lt;h3&gt;The score&lt;/h3&gt;&lt;p&gt;A neural network has learnt from thousands of people who rated photos. Its number guesses what such people would say of this photo’s technical quality: sharpness, noise, exposure, compression. It knows nothing of what the photo means to you. Each model has its own scale, so compare numbers of one model only.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;得分&lt;/h3&gt;&lt;p&gt;一个神经网络向成千上万评价过照片的人学习。它的数字是在猜测这些人会如何评价这张照片的技术质量：清晰度、噪点、曝光、压缩。它不知道照片对您意味着什么。每个模型都有自己的范围，因此只能比较同一模型的数字。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Better than … % of the others&lt;/h3&gt;&lt;p&gt;Where the photo stands among the photos of this folder that have a score by the same model. It moves while scoring runs.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;优于其他照片的 … %&lt;/h3&gt;&lt;p&gt;在此文件夹中由同一模型给出得分的照片里，这张照片所处的位置。评分进行时它会变动。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;h3&gt;The attention map&lt;/h3&gt;&lt;p&gt;The network looks at the photo at several sizes, cut into cells. The map shows how much each cell entered the score. 1× is an average cell. Attention is where the model looked, not why the score is low: a bright cell may have raised the score or lowered it.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;注意力图&lt;/h3&gt;&lt;p&gt;网络以多种尺寸查看照片，并切分成单元格。图中显示每个单元格对得分的参与程度。1× 为平均单元格。注意力是模型看的地方，而不是得分低的原因：明亮的单元格可能提高了得分，也可能降低了得分。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;h3&gt;When it is wrong&lt;/h3&gt;&lt;p&gt;Shallow focus, deliberate blur, silhouettes and photos through a fence or a window often get low scores. Use the ranking to find candidates, and your eyes to choose.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;何时会出错&lt;/h3&gt;&lt;p&gt;浅景深、有意的模糊、剪影，以及隔着栅栏或窗户拍摄的照片，往往得分较低。请用排序找出候选，用您的眼睛作出选择。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Your photos&lt;/h3&gt;&lt;p&gt;Touchstone only reads them. Nothing is changed, moved, deleted or sent anywhere.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;您的照片&lt;/h3&gt;&lt;p&gt;Touchstone 只读取它们。不会更改、移动、删除，也不会发送到任何地方。&lt;/p&gt;</translation>
    </message>
</context>
</TS>
