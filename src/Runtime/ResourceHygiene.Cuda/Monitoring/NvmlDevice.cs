using System.Collections.Immutable;
using ResourceHygiene.Cuda.Native;

namespace ResourceHygiene.Cuda;

/// <summary>One device as the management library knows it.</summary>
internal sealed unsafe class NvmlDevice(NvmlApi api, nint handle)
{
    public int TryGetInfo(out DeviceMemoryInfo info)
    {
        NvmlMemory memory;
        var code = api.GetMemoryInfo(handle, &memory);
        info = code == NvmlApi.Success ? new((long)memory.Total, (long)memory.Free) : default;
        return code;
    }

    public string TextOf(int code) => api.TextOf(code);

    /// <summary>Who uses the device; empty also where the driver does not say.</summary>
    public ImmutableArray<DeviceProcess> Processes()
    {
        if (api.GetComputeProcesses is null)
            return [];

        uint count = 0;
        var code = api.GetComputeProcesses(handle, &count, null);
        while (code == NvmlApi.InsufficientSize)
        {
            // Room for some that start between the two questions.
            var processes = new NvmlProcess[count + 4];
            count = (uint)processes.Length;
            fixed (NvmlProcess* start = processes)
                code = api.GetComputeProcesses(handle, &count, start);
            if (code == NvmlApi.Success)
                return [.. processes.Take((int)count).Select(static process => new DeviceProcess(
                    (int)process.ProcessId, process.UsedMemory == NvmlApi.NotAvailable ? null : (long)process.UsedMemory))];
        }
        return [];
    }
}
