using ResourceHygiene.CodeFixes.Async;

namespace ResourceHygiene.CodeFixes.Tests.Async;

/// <summary>A query is run before what it uses is released.</summary>
public sealed class RunQueryFixTests
{
    [Fact]
    public Task A_returned_query() => Awaited<RunQueryFix>.FixesClass(
        """
        IEnumerable<long> M(string path, int[] positions)
        {
            using var file = File.OpenRead(path);
            return positions.Where(position => position > 0).Select(position {|RH6004:=>|} file.Seek(position, SeekOrigin.Begin)); // lazily
        }
        """,
        """
        IEnumerable<long> M(string path, int[] positions)
        {
            using var file = File.OpenRead(path);
            return positions.Where(position => position > 0).Select(position => file.Seek(position, SeekOrigin.Begin)).ToList(); // lazily
        }
        """);

    [Theory]
    [InlineData("Func<int> M(string path) { using var file = File.OpenRead(path); return () {|RH6004:=>|} file.ReadByte(); }")]
    public Task Nothing_is_offered_for_other_delegates(string member) => Awaited<RunQueryFix>.OffersNothingInClass(member);

    [Theory]
    [InlineData("IEnumerable<Func<long>> M(string path, int[] positions) { using var file = File.OpenRead(path); return positions.Select(position {|RH6004:=>|} (Func<long>)(() => file.Seek(position, SeekOrigin.Begin))); }")]
    [InlineData("IEnumerable<Lazy<long>> M(string path, int[] positions) { using var file = File.OpenRead(path); return positions.Select(position {|RH6004:=>|} new Lazy<long>(() => file.Seek(position, SeekOrigin.Begin))); }")]
    [InlineData("IEnumerable<IEnumerable<long>> M(string path, int[] positions) { using var file = File.OpenRead(path); return positions.Select(position {|RH6004:=>|} positions.Select(other => file.Seek(position + other, SeekOrigin.Begin))); }")]
    [InlineData("IEnumerable<Task<int>> M(string path, byte[][] buffers) { using var file = File.OpenRead(path); return buffers.Select(buffer {|RH6004:=>|} file.ReadAsync(buffer, 0, 1)); }")]
    public Task Nothing_is_offered_where_its_elements_work_later(string member) => Awaited<RunQueryFix>.OffersNothingInClass(member);
}
