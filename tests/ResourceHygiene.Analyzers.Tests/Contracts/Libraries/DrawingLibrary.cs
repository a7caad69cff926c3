namespace ResourceHygiene.Analyzers.Tests.Contracts.Libraries;

/// <summary>What built-in lines are about in System.Drawing, and what the tests use of it.</summary>
internal static class DrawingLibrary
{
    public static readonly DeclaredLibrary Drawing = new(
        "System.Drawing.Common",
        """
        namespace System.Drawing
        {
            public delegate bool GetThumbnailImageAbort();
            public abstract class Image : IDisposable, ICloneable
            {
                public int Width => throw null;
                public static Image FromFile(string filename) => throw null;
                public static Image FromStream(Stream stream) => throw null;
                public static Bitmap FromHbitmap(IntPtr hbitmap) => throw null;
                public static Bitmap FromHbitmap(IntPtr hbitmap, IntPtr hpalette) => throw null;
                public Image GetThumbnailImage(int thumbWidth, int thumbHeight, GetThumbnailImageAbort callback, IntPtr callbackData) => throw null;
                public Imaging.EncoderParameters GetEncoderParameterList(Guid encoder) => throw null;
                public void Save(string filename, Imaging.EncoderParameters encoderParams) { }
                public object Clone() => throw null;
                public void Dispose() => throw null;
            }
            public sealed class Bitmap : Image
            {
                public Bitmap(string filename) { }
                public Bitmap(int width, int height) { }
                public Bitmap(int width, int height, Graphics g) { }
                public Bitmap(int width, int height, int stride, Imaging.PixelFormat format, IntPtr scan0) { }
                public Bitmap(Stream stream) { }
                public Bitmap(Image original) { }
                public Bitmap(Image original, Size newSize) { }
                public Bitmap(Image original, int width, int height) { }
                public static Bitmap FromHicon(IntPtr hicon) => throw null;
                public Bitmap Clone(Rectangle rect, Imaging.PixelFormat format) => throw null;
                public IntPtr GetHbitmap() => throw null;
                public IntPtr GetHicon() => throw null;
                public Imaging.BitmapData LockBits(Rectangle rect, int flags, Imaging.PixelFormat format) => throw null;
                public void UnlockBits(Imaging.BitmapData bitmapdata) => throw null;
            }
            public sealed class Graphics : IDisposable
            {
                public static Graphics FromImage(Image image) => throw null;
                public static Graphics FromHdc(IntPtr hdc) => throw null;
                public static Graphics FromHdc(IntPtr hdc, IntPtr hdevice) => throw null;
                public static Graphics FromHwnd(IntPtr hwnd) => throw null;
                public Region Clip { get => throw null; set { } }
                public Drawing2D.Matrix Transform { get => throw null; set { } }
                public Region[] MeasureCharacterRanges(string text, Font font, RectangleF layoutRect, StringFormat stringFormat) => throw null;
                public void SetClip(Graphics g) { }
                public void SetClip(Drawing2D.GraphicsPath path) { }
                public void SetClip(Region region, int combineMode) { }
                public void DrawLine(Pen pen) => throw null;
                public void DrawString(string s, Font font, Brush brush) => throw null;
                public void FillRegion(Brush brush, Region region) => throw null;
                public void DrawImage(Image image, float x, float y) => throw null;
                public void Dispose() => throw null;
            }
            public sealed class Pen : IDisposable
            {
                public Pen(int color) { }
                public Pen(Brush brush) { }
                public Brush Brush { get => throw null; set { } }
                public Drawing2D.Matrix Transform { get => throw null; set { } }
                public Drawing2D.CustomLineCap CustomStartCap { get => throw null; set { } }
                public Drawing2D.CustomLineCap CustomEndCap { get => throw null; set { } }
                public void Dispose() => throw null;
            }
            public static class Pens { public static Pen Black => throw null; }
            public abstract class Brush : IDisposable { public abstract object Clone(); public void Dispose() => throw null; }
            public sealed class SolidBrush : Brush { public SolidBrush(int color) { } public override object Clone() => throw null; }
            public sealed class TextureBrush : Brush
            {
                public TextureBrush(Image bitmap) { }
                public TextureBrush(Image image, RectangleF dstRect, Imaging.ImageAttributes imageAttr) { }
                public Image Image => throw null;
                public Drawing2D.Matrix Transform { get => throw null; set { } }
                public override object Clone() => throw null;
            }
            public static class Brushes { public static Brush Red => throw null; }
            public static class SystemBrushes { public static Brush Control => throw null; public static Brush FromSystemColor(int c) => throw null; }
            public sealed class Font : IDisposable
            {
                public Font(string familyName, float emSize) { }
                public static Font FromHfont(IntPtr hfont) => throw null;
                public static Font FromHdc(IntPtr hdc) => throw null;
                public IntPtr ToHfont() => throw null;
                public float Size => throw null;
                public void Dispose() => throw null;
            }
            public static class SystemFonts
            {
                public static Font CaptionFont => throw null;
                public static Font DefaultFont => throw null;
                public static Font DialogFont => throw null;
                public static Font IconTitleFont => throw null;
                public static Font MenuFont => throw null;
                public static Font MessageBoxFont => throw null;
                public static Font SmallCaptionFont => throw null;
                public static Font StatusFont => throw null;
                public static Font GetFontByName(string systemFontName) => throw null;
            }
            public sealed class FontFamily : IDisposable { public FontFamily(string name, Text.FontCollection fontCollection) { } public string Name => throw null; public void Dispose() => throw null; }
            public sealed class StringFormat : IDisposable { public static StringFormat GenericDefault => throw null; public void Dispose() => throw null; }
            public sealed class Region : IDisposable
            {
                public Region Clone() => throw null;
                public static Region FromHrgn(IntPtr hrgn) => throw null;
                public IntPtr GetHrgn(Graphics g) => throw null;
                public void ReleaseHrgn(IntPtr regionHandle) => throw null;
                public void Dispose() => throw null;
            }
            public sealed class Icon : IDisposable
            {
                public Icon(Stream stream) { }
                public Icon(Icon original, int width, int height) { }
                public static Icon ExtractAssociatedIcon(string filePath) => throw null;
                public static Icon FromHandle(IntPtr handle) => throw null;
                public Bitmap ToBitmap() => throw null;
                public int Width => throw null;
                public void Dispose() => throw null;
            }
            public static class SystemIcons { public static Icon Error => throw null; public static Icon GetStockIcon(int stockIcon, int size) => throw null; }
            public sealed class BufferedGraphicsContext : IDisposable
            {
                public BufferedGraphics Allocate(Graphics targetGraphics, Rectangle targetRectangle) => throw null;
                public BufferedGraphics Allocate(IntPtr targetDC, Rectangle targetRectangle) => throw null;
                public void Dispose() => throw null;
            }
            public static class BufferedGraphicsManager { public static BufferedGraphicsContext Current => throw null; }
            public sealed class BufferedGraphics : IDisposable { public Graphics Graphics => throw null; public void Dispose() => throw null; }
        }
        namespace System.Drawing.Text { public abstract class FontCollection : IDisposable { public void Dispose() => throw null; } public sealed class PrivateFontCollection : FontCollection { } }
        namespace System.Drawing.Drawing2D
        {
            public sealed class Matrix : IDisposable { public Matrix Clone() => throw null; public void Rotate(float angle) { } public void Dispose() => throw null; }
            public sealed class GraphicsPath : IDisposable { public void Dispose() => throw null; }
            public class CustomLineCap : IDisposable { public void Dispose() => throw null; }
            public sealed class LinearGradientBrush : Brush { public Matrix Transform { get => throw null; set { } } public override object Clone() => throw null; }
            public sealed class PathGradientBrush : Brush { public Matrix Transform { get => throw null; set { } } public override object Clone() => throw null; }
        }
        namespace System.Drawing.Imaging
        {
            public enum PixelFormat { Format32bppArgb = 1 }
            public sealed class BitmapData { public int Stride => throw null; }
            public sealed class ImageAttributes : IDisposable { public void Dispose() => throw null; }
            public sealed class EncoderParameter : IDisposable { public void Dispose() => throw null; }
            public sealed class EncoderParameters : IDisposable { public EncoderParameter[] Param { get; set; } public void Dispose() => throw null; }
            public sealed class WmfPlaceableFileHeader { }
            public sealed class Metafile : Image
            {
                public Metafile(IntPtr henhmetafile, bool deleteEmf) { }
                public Metafile(IntPtr hmetafile, WmfPlaceableFileHeader wmfHeader, bool deleteWmf) { }
                public Metafile(Stream stream, IntPtr referenceHdc) { }
                public IntPtr GetHenhmetafile() => throw null;
            }
        }
        namespace System.Drawing.Printing { public class PrinterSettings { public IntPtr GetHdevmode() => throw null; public IntPtr GetHdevnames() => throw null; } }
        """);
}
