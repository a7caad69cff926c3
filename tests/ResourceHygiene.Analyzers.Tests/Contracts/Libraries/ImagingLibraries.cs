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
            public class SKPath : SKObject
            {
                public SKPath Op(SKPath other, int op) => throw null;
                public SKPath Simplify() => throw null;
                public int VerbCount => throw null;
            }
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
            public static class Cv2
            {
                public static Mat ImRead(string fileName) => throw null;
                public static Mat Repeat(Mat src, int ny, int nx) => throw null;
            }
            public class UMat : CvObject { public UMat(int rows, int cols) { } public int Rows => throw null; public UMat RowRange(int startRow, int endRow) => throw null; public UMat EmptyClone() => throw null; }
            public class KalmanFilter : CvObject { public Mat Predict(Mat control = null) => throw null; public Mat StatePre => throw null; }
            public class PCA : CvObject { public Mat Project(Mat vec) => throw null; }
            public class Window : IDisposable { public Window(string name) { } public static Window GetWindowByName(string name) => throw null; public void Close() { } public void Dispose() => throw null; }
            public class VideoCapture : CvObject { public Mat RetrieveMat() => throw null; }
        }
        namespace OpenCvSharp.Dnn
        {
            public class Net : CvObject { public void SetInput(Mat blob) { } public Mat Forward(string outputName) => throw null; }
            public static class CvDnn { public static Net ReadNetFromONNX(string onnxFile) => throw null; }
        }
        """);

    public static readonly DeclaredLibrary OpenCvDrawing = new(
        "OpenCvSharp.Extensions",
        """
        namespace OpenCvSharp.Extensions
        {
            public static class BitmapConverter
            {
                public static Mat ToMat(this System.Drawing.Bitmap src) => throw null;
                public static System.Drawing.Bitmap ToBitmap(this Mat src) => throw null;
            }
        }
        """,
        OpenCv,
        new DeclaredLibrary("System.Drawing.Common", "namespace System.Drawing { public sealed class Bitmap : IDisposable { public Bitmap(string filename) { } public int Width => throw null; public void Dispose() => throw null; } }"));

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
        namespace SixLabors.ImageSharp.Formats
        {
            public sealed class DecoderOptions { }
            public interface IImageDecoder { Image Decode(DecoderOptions options, Stream stream); }
            public abstract class ImageDecoder : IImageDecoder { public Image Decode(DecoderOptions options, Stream stream) => throw null; }
        }
        namespace SixLabors.ImageSharp.Formats.Png { public sealed class PngDecoder : ImageDecoder { public static PngDecoder Instance => throw null; } }
        namespace SixLabors.ImageSharp.Processing
        {
            public static class ProcessingExtensions
            {
                public static void Mutate(this Image source, Action<object> operation) => throw null;
                public static Image Clone(this Image source, Action<object> operation) => throw null;
            }
        }
        """);
}
