namespace ResourceHygiene.Analyzers.Tests.Contracts.Libraries;

/// <summary>System.Drawing.</summary>
public sealed class DrawingTests
{
    [Theory]
    [InlineData("var image = {|RH1001:Image.FromFile(path)|}; Console.WriteLine(image.Width);")]
    [InlineData("using var bitmap = new Bitmap(n, n); var graphics = {|RH1001:Graphics.FromImage(bitmap)|}; graphics.DrawLine(Pens.Black);")]
    [InlineData("using var bitmap = new Bitmap(n, n); using var graphics = Graphics.FromImage(bitmap); graphics.DrawLine({|RH1004:new Pen(1)|});")]
    [InlineData("var stream = {|RH1001:File.OpenRead(path)|}; using var image = Image.FromStream(stream); Console.WriteLine(image.Width);")]
    [InlineData("var stream = {|RH1001:File.OpenRead(path)|}; using var icon = new Icon(stream); Console.WriteLine(icon.Width);")]
    [InlineData("var brush = {|RH1001:new SolidBrush(1)|}; using var pen = new Pen(brush);")]
    [InlineData("var bitmap = {|RH1001:new Bitmap(n, n)|}; using var brush = new TextureBrush(bitmap);")]
    [InlineData("var original = {|RH1001:new Bitmap(path)|}; using var small = new Bitmap(original, n, n);")]
    [InlineData("var icon = {|RH1001:SystemIcons.GetStockIcon(n, n)|}; Console.WriteLine(icon.Width);")]
    public Task Objects_that_are_lost(string statements) => Run(statements);

    [Theory]
    [InlineData("var pen = Pens.Black; Console.WriteLine(pen);")]
    [InlineData("var brush = Brushes.Red; Console.WriteLine(brush);")]
    [InlineData("var brush = SystemBrushes.FromSystemColor(1); Console.WriteLine(brush);")]
    [InlineData("var icon = SystemIcons.Error; Console.WriteLine(icon.Width);")]
    [InlineData("var format = StringFormat.GenericDefault; Console.WriteLine(format);")]
    [InlineData("using var bitmap = new Bitmap(n, n); var bits = bitmap.LockBits(default, 1, PixelFormat.Format32bppArgb); try { Console.WriteLine(bits.Stride); } finally { bitmap.UnlockBits(bits); }")]
    [InlineData("using var stream = File.OpenRead(path); using var image = Image.FromStream(stream); using var copy = new Bitmap(image);")]
    [InlineData("Bitmap copy; using (var image = Image.FromFile(path)) copy = new Bitmap(image); Console.WriteLine(copy.Width); copy.Dispose();")]
    [InlineData("Bitmap part; using (var bitmap = new Bitmap(path)) part = bitmap.Clone(default, PixelFormat.Format32bppArgb); Console.WriteLine(part.Width); part.Dispose();")]
    [InlineData("Icon icon; using (var stream = File.OpenRead(path)) icon = new Icon(stream); Console.WriteLine(icon.Width); icon.Dispose();")]
    [InlineData("using var bitmap = new Bitmap(n, n); using var graphics = Graphics.FromImage(bitmap); using var matrix = graphics.Transform; matrix.Rotate(1); graphics.Transform = matrix;")]
    public Task Objects_that_are_not(string statements) => Run(statements);

    [Theory]
    [InlineData("using var pen = new Pen(1); var brush = {|RH1001:new SolidBrush(1)|}; pen.Brush = brush;")]
    [InlineData("using var pen = new Pen(1); using var brush = new SolidBrush(1); pen.Brush = brush;")]
    public Task What_is_stored_is_copied(string statements) => Run(statements);

    [Theory]
    [InlineData("using var bitmap = new Bitmap(n, n); var handle = {|RH4001:bitmap.GetHbitmap()|}; Console.WriteLine(handle);")]
    [InlineData("using var bitmap = new Bitmap(n, n); var handle = {|RH4001:bitmap.GetHbitmap()|}; using var copy = Image.FromHbitmap(handle); Console.WriteLine(copy.Width);")]
    [InlineData("using var bitmap = new Bitmap(n, n); var handle = bitmap.GetHbitmap(); try { using var copy = Image.FromHbitmap(handle); Console.WriteLine(copy.Width); } finally { DeleteObject(handle); }")]
    [InlineData("var handle = (IntPtr)n; var copy = {|RH1001:Image.FromHbitmap(handle)|}; Console.WriteLine(copy.Width);")]
    [InlineData("using var bitmap = new Bitmap(n, n); var bits = {|RH4001:bitmap.LockBits(default, 1, PixelFormat.Format32bppArgb)|}; Console.WriteLine(bits.Stride);")]
    [InlineData("using var font = new Font(path, 8); var handle = {|RH4001:font.ToHfont()|}; Console.WriteLine(handle);")]
    [InlineData("using var font = new Font(path, 8); var handle = font.ToHfont(); DeleteObject(handle);")]
    [InlineData("using var bitmap = new Bitmap(n, n); using var graphics = Graphics.FromImage(bitmap); using var region = graphics.Clip; var handle = {|RH4001:region.GetHrgn(graphics)|}; Console.WriteLine(handle);")]
    [InlineData("using var bitmap = new Bitmap(n, n); using var graphics = Graphics.FromImage(bitmap); using var region = graphics.Clip; var handle = region.GetHrgn(graphics); region.ReleaseHrgn(handle);")]
    [InlineData("var mode = {|RH4001:new PrinterSettings().GetHdevmode()|}; Console.WriteLine(mode);")]
    [InlineData("var mode = new PrinterSettings().GetHdevmode(); Marshal.FreeHGlobal(mode);")]
    [InlineData("using var bitmap = new Bitmap(n, n); var icon = Icon.FromHandle(bitmap.GetHicon()); Console.WriteLine(icon.Width);")]
    [InlineData("var pixels = {|RH4001:Marshal.AllocHGlobal(n)|}; using var bitmap = new Bitmap(n, n, n, PixelFormat.Format32bppArgb, pixels);")]
    [InlineData("var pixels = Marshal.AllocHGlobal(n); try { using var bitmap = new Bitmap(n, n, n, PixelFormat.Format32bppArgb, pixels); } finally { Marshal.FreeHGlobal(pixels); }")]
    public Task Handles_are_released_by_whoever_asked_for_them(string statements) => Run(statements);

    private static Task Run(string statements) => LibraryCode.InClass(
        "using System.Drawing; using System.Drawing.Imaging; using System.Drawing.Printing; using System.Runtime.InteropServices;",
        $$"""
        [DllImport("gdi32")] static extern bool DeleteObject(IntPtr handle);
        void M(string path, int n)
        {
        {{statements}}
        }
        """,
        DrawingLibrary.Drawing);
}
