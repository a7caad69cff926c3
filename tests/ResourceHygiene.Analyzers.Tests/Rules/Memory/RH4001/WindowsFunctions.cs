namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4001;

/// <summary>Functions of Windows that give what another one of them takes back.</summary>
public sealed class WindowsFunctions
{
    private const string Imports =
        """
        [DllImport("netapi32")] private static extern int NetShareEnum(string server, int level, out nint buffer, int length, out int read, out int total, ref int resume);
        [DllImport("netapi32")] private static extern int NetUserGetInfo(string server, string user, int level, out nint buffer);
        [DllImport("netapi32")] private static extern int NetApiBufferFree(nint buffer);
        [DllImport("wtsapi32")] private static extern bool WTSEnumerateSessions(nint server, int reserved, int version, out nint sessions, out int count);
        [DllImport("wtsapi32")] private static extern void WTSFreeMemory(nint memory);
        [DllImport("advapi32")] private static extern bool ConvertStringSidToSid(string text, out nint sid);
        [DllImport("advapi32")] private static extern bool CredRead(string target, int type, int flags, out nint credential);
        [DllImport("advapi32")] private static extern void CredFree(nint credential);
        [DllImport("kernel32")] private static extern nint LocalFree(nint memory);
        [DllImport("shell32")] private static extern int SHGetKnownFolderPath(ref Guid id, uint flags, nint token, out nint path);
        [DllImport("setupapi")] private static extern nint SetupDiGetClassDevs(ref Guid type, nint enumerator, nint parent, int flags);
        [DllImport("setupapi")] private static extern bool SetupDiDestroyDeviceInfoList(nint devices);
        [DllImport("gdi32")] private static extern nint CreatePatternBrush(nint bitmap);
        [DllImport("gdi32")] private static extern bool DeleteObject(nint handle);
        [DllImport("user32")] private static extern nint CopyIcon(nint icon);
        [DllImport("user32")] private static extern bool DestroyIcon(nint icon);
        [DllImport("kernel32")] private static extern nint CreateIoCompletionPort(nint file, nint port, nuint key, uint threads);
        private static Guid s_id;
        private const nint None = 0;

        """;

    [Theory]
    [InlineData("int read, total, resume = 0; NetShareEnum(text, 1, {|RH4001:out nint shares|}, -1, out read, out total, ref resume); Marshal.ReadInt32(shares);")]
    [InlineData("NetUserGetInfo(text, text, 1, {|RH4001:out nint user|}); Marshal.ReadInt32(user);")]
    [InlineData("WTSEnumerateSessions(0, 0, 1, {|RH4001:out nint sessions|}, out int count); Marshal.ReadInt32(sessions);")]
    [InlineData("ConvertStringSidToSid(text, {|RH4001:out nint sid|}); Marshal.ReadInt32(sid);")]
    [InlineData("CredRead(text, 1, 0, {|RH4001:out nint credential|}); Marshal.ReadInt32(credential);")]
    [InlineData("SHGetKnownFolderPath(ref s_id, 0, 0, {|RH4001:out nint path|}); Marshal.PtrToStringUni(path);")]
    [InlineData("nint devices = {|RH4001:SetupDiGetClassDevs(ref s_id, 0, 0, 2)|}; Native.Fill(devices, 1);")]
    [InlineData("nint brush = {|RH4001:CreatePatternBrush(0)|}; Native.Fill(brush, 1);")]
    [InlineData("nint icon = {|RH4001:CopyIcon(0)|}; Native.Fill(icon, 1);")]
    [InlineData("nint port = {|RH4001:CreateIoCompletionPort(-1, 0, 0, 1)|}; Native.Fill(port, 1);")]
    [InlineData("nint port = {|RH4001:CreateIoCompletionPort(-1, IntPtr.Zero, 0, 1)|}; Native.Fill(port, 1);")]
    [InlineData("{|RH4001:CreateIoCompletionPort(5, default, 0, 1)|};")]
    [InlineData("nint port = {|RH4001:CreateIoCompletionPort(-1, None, 0, 1)|}; Native.Fill(port, 1);")]
    [InlineData("nint port = {|RH4001:CreateIoCompletionPort(port: 0, file: -1, key: 0, threads: 1)|}; Native.Fill(port, 1);")]
    public Task Never_taken_back(string statements) => InMethod(statements);

    [Theory]
    [InlineData("CreateIoCompletionPort(size, port, 0, 0);")]
    [InlineData("if (CreateIoCompletionPort(size, port, 0, 0) == 0) throw new InvalidOperationException();")]
    [InlineData("nint same = CreateIoCompletionPort(size, port, 0, 0); Native.Fill(same, 1);")]
    [InlineData("nint same = CreateIoCompletionPort(port: port, file: 0, key: 0, threads: 0); Native.Fill(same, 1);")]
    public Task Of_an_existing_port(string statements) => MemoryCode.InClass($"{Imports}void M(int size, nint port) {{ {statements} }}");

    [Theory]
    [InlineData("int read, total, resume = 0; NetShareEnum(text, 1, out nint shares, -1, out read, out total, ref resume); try { Marshal.ReadInt32(shares); } finally { NetApiBufferFree(shares); }")]
    [InlineData("WTSEnumerateSessions(0, 0, 1, out nint sessions, out int count); try { Marshal.ReadInt32(sessions); } finally { WTSFreeMemory(sessions); }")]
    [InlineData("ConvertStringSidToSid(text, out nint sid); try { Marshal.ReadInt32(sid); } finally { LocalFree(sid); }")]
    [InlineData("CredRead(text, 1, 0, out nint credential); try { Marshal.ReadInt32(credential); } finally { CredFree(credential); }")]
    [InlineData("SHGetKnownFolderPath(ref s_id, 0, 0, out nint path); try { Marshal.PtrToStringUni(path); } finally { Marshal.FreeCoTaskMem(path); }")]
    [InlineData("nint devices = SetupDiGetClassDevs(ref s_id, 0, 0, 2); try { Native.Fill(devices, 1); } finally { SetupDiDestroyDeviceInfoList(devices); }")]
    [InlineData("nint brush = CreatePatternBrush(0); try { Native.Fill(brush, 1); } finally { DeleteObject(brush); }")]
    [InlineData("nint icon = CopyIcon(0); try { Native.Fill(icon, 1); } finally { DestroyIcon(icon); }")]
    public Task Taken_back(string statements) => InMethod(statements);

    private static Task InMethod(string statements) => MemoryCode.InClass(Imports + $"void M(string text)\n{{\n{statements}\n}}");
}
