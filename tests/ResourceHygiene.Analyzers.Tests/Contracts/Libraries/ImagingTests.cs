namespace ResourceHygiene.Analyzers.Tests.Contracts.Libraries;

/// <summary>SkiaSharp, OpenCvSharp and ImageSharp.</summary>
public sealed class ImagingTests
{
    [Theory]
    [InlineData("var bitmap = {|RH1001:SKBitmap.Decode(path)|}; Console.WriteLine(bitmap.Width);")]
    [InlineData("using var bitmap = SKBitmap.Decode(path); var small = {|RH1001:bitmap.Resize(n, n)|}; Console.WriteLine(small.Width);")]
    [InlineData("using var bitmap = SKBitmap.Decode(path); using var data = {|RH1004:SKImage.FromBitmap(bitmap)|}.Encode();")]
    [InlineData("using var surface = SKSurface.Create(n, n); var image = {|RH1001:surface.Snapshot()|}; using var data = image.Encode();")]
    [InlineData("var stream = {|RH1001:File.OpenRead(path)|}; using var managed = new SKManagedStream(stream); Console.WriteLine(managed.Length);")]
    [InlineData("var stream = {|RH1001:File.OpenRead(path)|}; using var managed = new SKManagedStream(stream, false); Console.WriteLine(managed.Length);")]
    [InlineData("using var paint = new SKPaint(); var shader = {|RH1001:SKShader.CreateColor(1)|}; paint.Shader = shader;")]
    [InlineData("using var a = new SKPath(); using var b = new SKPath(); var both = {|RH1001:a.Op(b, 1)|}; Console.WriteLine(both.VerbCount);")]
    [InlineData("using var a = new SKPath(); Console.WriteLine({|RH1004:a.Simplify()|}.VerbCount);")]
    public Task Skia_results_that_are_lost(string statements) => LibraryCode.InMethod("using SkiaSharp;", statements, ImagingLibraries.Skia);

    [Theory]
    [InlineData("using var bitmap = SKBitmap.Decode(path); using var small = bitmap.Resize(n, n);")]
    [InlineData("var stream = File.OpenRead(path); using var codec = SKCodec.Create(stream); Console.WriteLine(codec.FrameCount);")]
    [InlineData("var stream = File.OpenRead(path); using var managed = new SKManagedStream(stream, true); Console.WriteLine(managed.Length);")]
    [InlineData("using var surface = SKSurface.Create(n, n); var canvas = surface.Canvas; canvas.Clear();")]
    [InlineData("var face = SKTypeface.Default; Console.WriteLine(face);")]
    [InlineData("using var bitmap = new SKBitmap(n, n); using var image = SKImage.FromBitmap(bitmap); var data = image.Encode(); using var stream = data.AsStream(true); stream.ReadByte();")]
    public Task Skia_results_that_are_not(string statements) => LibraryCode.InMethod("using SkiaSharp;", statements, ImagingLibraries.Skia);

    [Theory]
    [InlineData("var mat = {|RH1001:Cv2.ImRead(path)|}; Console.WriteLine(mat.Rows);")]
    [InlineData("using var mat = Cv2.ImRead(path); var row = {|RH1001:mat.Row(0)|}; Console.WriteLine(row.Rows);")]
    [InlineData("using var target = new Mat(); {|RH1004:Cv2.ImRead(path)|}.CopyTo(target);")]
    [InlineData("using var mat = Cv2.ImRead(path); using var turned = {|RH1004:mat.T()|}.ToMat();")]
    [InlineData("using var capture = new VideoCapture(); var frame = {|RH1001:capture.RetrieveMat()|}; Console.WriteLine(frame.Rows);")]
    [InlineData("var stream = {|RH1001:File.OpenRead(path)|}; using var mat = Mat.FromStream(stream, 1);")]
    [InlineData("var net = {|RH1001:CvDnn.ReadNetFromONNX(path)|}; using var input = Cv2.ImRead(path); net.SetInput(input);")]
    [InlineData("using var net = CvDnn.ReadNetFromONNX(path); var output = {|RH1001:net.Forward(path)|}; Console.WriteLine(output.Rows);")]
    [InlineData("using var filter = new KalmanFilter(); Console.WriteLine({|RH1004:filter.Predict()|}.Rows);")]
    [InlineData("using var pca = new PCA(); using var mat = Cv2.ImRead(path); var image = {|RH1001:pca.Project(mat)|}; Console.WriteLine(image.Rows);")]
    [InlineData("using var mat = Cv2.ImRead(path); var many = {|RH1001:Cv2.Repeat(mat, n, n)|}; Console.WriteLine(many.Rows);")]
    [InlineData("using var mat = new UMat(n, n); var rows = {|RH1001:mat.RowRange(0, 1)|}; Console.WriteLine(rows.Rows);")]
    public Task OpenCv_results_that_are_lost(string statements) => LibraryCode.InMethod("using OpenCvSharp; using OpenCvSharp.Dnn;", statements, ImagingLibraries.OpenCv);

    [Theory]
    [InlineData("using var mat = Cv2.ImRead(path); mat.SetTo(0); using var copy = mat.Clone();")]
    [InlineData("var mat = Cv2.ImRead(path); mat.Release();")]
    [InlineData("using var filter = new KalmanFilter(); var state = filter.StatePre; Console.WriteLine(state.Rows);")]
    [InlineData("var window = Window.GetWindowByName(path); window.Close();")]
    public Task OpenCv_results_that_are_not(string statements) => LibraryCode.InMethod("using OpenCvSharp;", statements, ImagingLibraries.OpenCv);

    [Theory]
    [InlineData("using var bitmap = new Bitmap(path); var mat = {|RH1001:bitmap.ToMat()|}; Console.WriteLine(mat.Rows);")]
    [InlineData("using var mat = Cv2.ImRead(path); var bitmap = {|RH1001:mat.ToBitmap()|}; Console.WriteLine(bitmap.Width);")]
    [InlineData("using var mat = {|RH1004:new Bitmap(path)|}.ToMat(); Console.WriteLine(mat.Rows);")]
    [InlineData("using var bitmap = new Bitmap(path); using var mat = BitmapConverter.ToMat(bitmap); Console.WriteLine(mat.Rows);")]
    public Task What_is_converted_between_libraries_is_made_anew(string statements) =>
        LibraryCode.InMethod("using OpenCvSharp; using OpenCvSharp.Extensions; using System.Drawing;", statements, ImagingLibraries.OpenCvDrawing);

    [Fact]
    public Task A_part_of_a_matrix_outlives_it() => LibraryCode.InClass(
        "using OpenCvSharp;", "Mat First(string path) { using var mat = Cv2.ImRead(path); return mat.Row(0); }", ImagingLibraries.OpenCv);

    [Theory]
    [InlineData("var image = {|RH1001:Image.Load(path)|}; Console.WriteLine(image.Width);")]
    [InlineData("using var image = Image.Load(path); var first = {|RH1001:image.Frames.ExportFrame(0)|}; Console.WriteLine(first.Width);")]
    [InlineData("using var image = Image.Load(path); var copy = {|RH1001:image.Clone(static x => { })|}; Console.WriteLine(copy.Width);")]
    [InlineData("using var image = Image.Load({|RH1004:File.OpenRead(path)|});")]
    [InlineData("using var stream = File.OpenRead(path); var image = {|RH1001:PngDecoder.Instance.Decode(new DecoderOptions(), stream)|}; Console.WriteLine(image.Width);")]
    [InlineData("using var image = PngDecoder.Instance.Decode(new DecoderOptions(), {|RH1004:File.OpenRead(path)|});")]
    public Task ImageSharp_results_that_are_lost(string statements) =>
        LibraryCode.InMethod("using SixLabors.ImageSharp; using SixLabors.ImageSharp.Formats; using SixLabors.ImageSharp.Formats.Png; using SixLabors.ImageSharp.Processing;", statements, ImagingLibraries.ImageSharp);

    [Theory]
    [InlineData("using var image = Image.Load(path); image.Mutate(static x => { });")]
    [InlineData("using var image = Image.Load(path); using var other = Image.Load(path); var frame = image.Frames.AddFrame(other.Frames[0]); Console.WriteLine(frame.Height);")]
    [InlineData("var memory = System.Buffers.MemoryPool<byte>.Shared.Rent(n); using var image = Image.WrapMemory(memory, n, n);")]
    public Task ImageSharp_results_that_are_not(string statements) =>
        LibraryCode.InMethod("using SixLabors.ImageSharp; using SixLabors.ImageSharp.Processing;", statements, ImagingLibraries.ImageSharp);

    [Fact]
    public Task An_image_that_is_awaited() => LibraryCode.InClass(
        "using SixLabors.ImageSharp;", "async Task<int> M(string path) { var image = await {|RH1001:Image.LoadAsync(path)|}; return image.Width; }", ImagingLibraries.ImageSharp);
}
