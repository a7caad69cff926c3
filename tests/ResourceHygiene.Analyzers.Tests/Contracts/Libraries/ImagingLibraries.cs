namespace ResourceHygiene.Analyzers.Tests.Contracts.Libraries;

/// <summary>What the tests use of libraries for images.</summary>
internal static class ImagingLibraries
{
    public static readonly DeclaredLibrary Skia = new(
        "SkiaSharp",
        """
        namespace SkiaSharp
        {
            public abstract class SKNativeObject : IDisposable { public void Dispose() => throw null; }
            public abstract class SKObject : SKNativeObject { }
            public class SKBitmap : SKObject
            {
                public SKBitmap(int width, int height) { }
                public int Width => throw null;
                public static SKBitmap Decode(string filename) => throw null;
                public static SKBitmap FromImage(SKImage image) => throw null;
                public SKBitmap Resize(int width, int height) => throw null;
            }
            public class SKImage : SKObject
            {
                public static SKImage FromBitmap(SKBitmap bitmap) => throw null;
                public SKData Encode() => throw null;
            }
            public class SKData : SKObject
            {
                public Stream AsStream() => throw null;
                public Stream AsStream(bool streamDisposesData) => throw null;
                public byte[] ToArray() => throw null;
            }
            public class SKCanvas : SKObject { public void Clear() { } }
            public class SKSurface : SKObject
            {
                public static SKSurface Create(int width, int height) => throw null;
                public SKCanvas Canvas => throw null;
                public SKImage Snapshot() => throw null;
            }
            public class SKCodec : SKObject { public int FrameCount => throw null; public static SKCodec Create(Stream stream) => throw null; }
            public class SKManagedStream : SKObject
            {
                public SKManagedStream(Stream managedStream) { }
                public SKManagedStream(Stream managedStream, bool disposeManagedStream) { }
                public int Length => throw null;
            }
            public class SKShader : SKObject { public static SKShader CreateColor(uint color) => throw null; }
            public class SKPaint : SKObject { public SKShader Shader { get; set; } }
            public class SKTypeface : SKObject { public static SKTypeface Default => throw null; }
        }
        """);

    public static readonly DeclaredLibrary OpenCv = new(
        "OpenCvSharp",
        """
        namespace OpenCvSharp
        {
            public abstract class CvObject : IDisposable { public void Dispose() => throw null; }
            public class Mat : CvObject
            {
                public int Rows => throw null;
                public Mat Row(int y) => throw null;
                public Mat Clone() => throw null;
                public Mat SetTo(double value, Mat mask = null) => throw null;
                public void CopyTo(Mat destination) => throw null;
                public void Release() => throw null;
                public static Mat FromStream(Stream stream, int mode) => throw null;
                public MatExpr T() => throw null;
            }
            public sealed class MatExpr : CvObject { public Mat ToMat() => throw null; }
            public static class Cv2 { public static Mat ImRead(string fileName) => throw null; }
            public class VideoCapture : CvObject { public Mat RetrieveMat() => throw null; }
        }
        """);

    public static readonly DeclaredLibrary ImageSharp = new(
        "SixLabors.ImageSharp",
        """
        namespace SixLabors.ImageSharp
        {
            public abstract class Image : IDisposable
            {
                public int Width => throw null;
                public ImageFrameCollection Frames => throw null;
                public static Image Load(string path) => throw null;
                public static Image Load(Stream stream) => throw null;
                public static Task<Image> LoadAsync(string path) => throw null;
                public static Image<TPixel> WrapMemory<TPixel>(System.Buffers.IMemoryOwner<TPixel> pixelMemoryOwner, int width, int height) => throw null;
                public static Image<TPixel> WrapMemory<TPixel>(Memory<TPixel> pixelMemory, int width, int height) => throw null;
                public void Dispose() => throw null;
            }
            public sealed class Image<TPixel> : Image { public Image<TPixel> Clone() => throw null; }
            public abstract class ImageFrame : IDisposable { public int Height => throw null; public void Dispose() => throw null; }
            public abstract class ImageFrameCollection : IDisposable
            {
                public ImageFrame AddFrame(ImageFrame source) => throw null;
                public Image ExportFrame(int index) => throw null;
                public ImageFrame this[int index] => throw null;
                public void Dispose() => throw null;
            }
        }
        namespace SixLabors.ImageSharp.Processing
        {
            public static class ProcessingExtensions
            {
                public static void Mutate(this Image source, Action<object> operation) => throw null;
                public static Image Clone(this Image source, Action<object> operation) => throw null;
            }
        }
        """);

    public static readonly DeclaredLibrary Drawing = new(
        "System.Drawing.Common",
        """
        namespace System.Drawing
        {
            public abstract class Image : IDisposable
            {
                public int Width => throw null;
                public static Image FromFile(string filename) => throw null;
                public static Image FromStream(Stream stream) => throw null;
                public void Dispose() => throw null;
            }
            public sealed class Bitmap : Image
            {
                public Bitmap(int width, int height) { }
                public Bitmap(Stream stream) { }
                public Bitmap(Image original) { }
                public IntPtr GetHbitmap() => throw null;
                public Imaging.BitmapData LockBits(int mode) => throw null;
                public void UnlockBits(Imaging.BitmapData bitmapdata) => throw null;
            }
            public sealed class Graphics : IDisposable
            {
                public static Graphics FromImage(Image image) => throw null;
                public void DrawLine(Pen pen) => throw null;
                public void Dispose() => throw null;
            }
            public sealed class Pen : IDisposable { public Pen(int color) { } public void Dispose() => throw null; }
            public static class Pens { public static Pen Black => throw null; }
        }
        namespace System.Drawing.Imaging { public sealed class BitmapData { public int Stride => throw null; } }
        """);
}
